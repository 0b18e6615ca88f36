// Lighthouse over the addresses given as arguments, in the Chromium that listens at the first one.
// Prints one line of JSON a page: {url, failed: [what is wrong]}; nothing failed is 100 points.
import lighthouse from 'lighthouse';

const [port, ...urls] = process.argv.slice(2);
// Performance needs a trace that Chromium 156 and this version of Lighthouse do not agree on
// (NO_NAVSTART); bytes, layout shift and largest paint are measured through Playwright instead.
const onlyCategories = ['accessibility', 'best-practices', 'seo'];

for (const url of urls) {
  const { lhr } = await lighthouse(url, { port: Number(port), onlyCategories, logLevel: 'error' });
  const failed = [];
  for (const category of Object.values(lhr.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const { score, title } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 1) failed.push(`${category.id}, ${id}: ${title}`);
    }
  }
  console.log(JSON.stringify({ url, failed }));
}
