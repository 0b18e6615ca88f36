// An OpenID Connect provider on loopback, which signs in whom /as/NAME says, without a question.
import http from "node:http";
import Provider from "oidc-provider";

let who = "nobody";
const server = http.createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "portal",
      client_secret: "a-secret-of-the-test",
      redirect_uris: [process.argv[2]],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  cookies: { keys: ["only-for-the-test"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id.replace("unverified-", "")}@portal.example`,
      email_verified: !id.startsWith("unverified-"),
    }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

async function handle(request, response) {
  if (request.url.startsWith("/as/")) {
    who = request.url.slice("/as/".length);
    response.end();
  } else if (request.url.startsWith("/interaction/")) {
    await provider.interactionFinished(request, response, { login: { accountId: who } });
  } else {
    provider.callback()(request, response);
  }
}

console.log(issuer);
