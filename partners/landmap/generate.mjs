// Draws the land behind the partner map, and the countries on it. See README.md.
// The projections and frames are the ones in ../map.py: change both together.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoConicConformal, geoIdentity, geoNaturalEarth1, geoPath } from "d3-geo";
import iso from "iso-3166-1";
import { feature, merge } from "topojson-client";

const require = createRequire(import.meta.url);
const templates = new URL("../../templates/partners/", import.meta.url);
const areas = new URL("../areas.json", import.meta.url);

const MARGIN = 4; // pixels drawn outside the frame, so that no coast runs along it
const SMALLEST_COUNTRY = 20; // square pixels; a smaller one is a dot
// Natural Earth draws these as they are held, not as Belgium recognises them: they are dots too.
const DISPUTED = new Set(["CN", "CY", "IL", "IN", "MA", "PK", "RU", "SO", "UA"]);

const cone = (zoom, [left, top]) =>
  geoConicConformal()
    .parallels([40, 62])
    .rotate([-11, 0])
    .center([0, 52])
    .scale(1120 * zoom)
    .translate([(340 - left) * zoom, (400 - top) * zoom]);

const panels = {
  europe: {
    atlas: "world-atlas/countries-50m.json",
    size: [720, 740],
    smallest: { island: 14, bend: 8 }, // square pixels
    projection: cone(1, [0, 0]),
    cities: { Brussels: [4.35, 50.85], Barcelona: [2.17, 41.39], Tallinn: [24.75, 59.44], Sofia: [23.32, 42.7] },
  },
  near: {
    atlas: "world-atlas/countries-10m.json",
    size: [238, 245],
    smallest: { island: 14, bend: 7 },
    projection: cone(3.5, [231, 383]),
    cities: { Amsterdam: [4.9, 52.37], Eupen: [6.03, 50.63] },
  },
  world: {
    atlas: "world-atlas/countries-110m.json",
    size: [720, 330],
    smallest: { island: 16, bend: 10 },
    projection: geoNaturalEarth1().rotate([-11, 0]).scale(142).translate([350, 187]),
    cities: { Santiago: [-70.65, -33.45], Tokyo: [139.69, 35.69], Quebec: [-71.21, 46.81], Pretoria: [28.19, -25.75] },
  },
};

const cross = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

const area = (ring) => Math.abs(ring.reduce((sum, point, i) => sum + cross([0, 0], ring.at(i - 1), point), 0)) / 2;

/** Visvalingam: the places in a line without the flattest bends, until each covers `smallest`. */
function keptPlaces(points, smallest) {
  const kept = [...points.keys()];
  const bend = (i) => Math.abs(cross(points[kept[i - 1]], points[kept[i]], points[kept[i + 1]])) / 2;
  const bends = kept.map((_, i) => (i && i < kept.length - 1 ? bend(i) : Infinity));
  const fewest = points[0].join() === points.at(-1).join() ? 4 : 2; // a closed line stays an area
  while (kept.length > fewest) {
    const flattest = bends.indexOf(Math.min(...bends));
    if (bends[flattest] >= smallest) break;
    kept.splice(flattest, 1);
    bends.splice(flattest, 1);
    for (const i of [flattest - 1, flattest]) if (i && i < kept.length - 1) bends[i] = bend(i);
  }
  return kept;
}

/** The topology in pixels, with fewer points in each line: neighbours still have one border. */
function projected(topology, projection, [width, height], smallest) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => projection([(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]));
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const isOutside =
      Math.max(...xs) < -MARGIN || Math.min(...xs) > width + MARGIN ||
      Math.max(...ys) < -MARGIN || Math.min(...ys) > height + MARGIN;
    // An island behind the world would be drawn across it.
    if (xs.some((x, i) => i && Math.abs(x - xs[i - 1]) > width / 2) && !isOutside) return [points[0], points[0]];
    return keptPlaces(points, isOutside ? Infinity : smallest).map((place) => points[place]);
  });
  return { ...topology, arcs, transform: undefined };
}

/** An outline within a frame as path data: whole pixels, small islands left out. */
function pathData(shape, frame, smallest) {
  const rings = [];
  geoPath(frame, {
    moveTo: (x, y) => rings.push([[x, y]]),
    lineTo: (x, y) => rings.at(-1).push([x, y]),
    closePath: () => {},
  })(shape);
  return rings.filter((ring) => area(ring) >= smallest).map(commands).join("");
}

function commands(ring) {
  const points = ring.map((point) => point.map(Math.round));
  const steps = points.slice(1).map(([x, y], i) => [x - points[i][0], y - points[i][1]]);
  const lines = steps.filter(([dx, dy]) => dx || dy).map(([dx, dy]) => `${dx}${dy < 0 ? "" : " "}${dy}`);
  return `M${points[0].join(" ")}l${lines.join(" ").replaceAll(" -", "-")}z`;
}

const found = {};
for (const [name, { atlas, size, smallest, projection, cities }] of Object.entries(panels)) {
  const frame = geoIdentity().clipExtent([[-MARGIN, -MARGIN], size.map((length) => length + MARGIN)]);
  const topology = projected(require(atlas), projection, size, smallest.bend);
  const { countries } = topology.objects;
  const land = pathData(merge(topology, countries.geometries), frame, smallest.island);
  writeFileSync(
    new URL(`_land_${name}.svg`, templates),
    `<path class="map__land" aria-hidden="true" d="${land}"/>\n`,
  );
  const shapes = feature(topology, countries).features.flatMap((country) => {
    const code = iso.whereNumeric(country.id)?.alpha2;
    const data = code && !DISPUTED.has(code) && pathData(country, frame, Math.max(smallest.island, SMALLEST_COUNTRY));
    return data ? [[code, data]] : [];
  });
  found[name] = Object.fromEntries(shapes.sort(([one], [other]) => (one < other ? -1 : 1)));
  for (const [city, place] of Object.entries(cities)) {
    console.log(name, city, ...projection(place).map((value) => value.toFixed(2)));
  }
}
writeFileSync(areas, `${JSON.stringify(found, null, 1)}\n`);
