// Draws the coastlines behind the partner map. See README.md.
// The two projections and frames are the ones in ../map.py: change both together.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoConicConformal, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const templates = new URL("../../templates/partners/", import.meta.url);

const MARGIN = 4; // pixels drawn outside the frame, so that no coast runs along it

const panels = {
  europe: {
    atlas: "world-atlas/land-50m.json",
    size: [720, 740],
    smallest: { island: 12, bend: 4 }, // square pixels
    projection: geoConicConformal()
      .parallels([40, 62])
      .rotate([-11, 0])
      .center([0, 52])
      .scale(1120)
      .translate([340, 400]),
    cities: { Brussels: [4.35, 50.85], Barcelona: [2.17, 41.39], Tallinn: [24.75, 59.44], Sofia: [23.32, 42.7] },
  },
  world: {
    atlas: "world-atlas/land-110m.json",
    size: [720, 330],
    smallest: { island: 8, bend: 3 },
    projection: geoNaturalEarth1().rotate([-11, 0]).scale(142).translate([350, 187]),
    cities: { Santiago: [-70.65, -33.45], Tokyo: [139.69, 35.69], Quebec: [-71.21, 46.81], Pretoria: [28.19, -25.75] },
  },
};

/** The projected outline as rings of [x, y] in pixels. */
function rings(land, projection) {
  const found = [];
  geoPath(projection, {
    moveTo: (x, y) => found.push([[x, y]]),
    lineTo: (x, y) => found.at(-1).push([x, y]),
    closePath: () => {},
  })(land);
  return found;
}

const cross = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

const area = (ring) => Math.abs(ring.reduce((sum, point, i) => sum + cross([0, 0], ring.at(i - 1), point), 0)) / 2;

/** Visvalingam: drop the flattest bend until every bend covers `smallest` square pixels. */
function simplify(ring, smallest) {
  const points = [...ring];
  const bend = (i) => Math.abs(cross(points.at(i - 1), points[i], points[(i + 1) % points.length])) / 2;
  while (points.length > 3) {
    const bends = points.map((_, i) => bend(i));
    const flattest = bends.indexOf(Math.min(...bends));
    if (bends[flattest] >= smallest) break;
    points.splice(flattest, 1);
  }
  return points;
}

/** Relative path commands in whole pixels, steps that round to nothing left out. */
function pathData(ring) {
  const points = ring.map((point) => point.map(Math.round));
  const steps = points.slice(1).map(([x, y], i) => [x - points[i][0], y - points[i][1]]);
  const lines = steps.filter(([dx, dy]) => dx || dy).map(([dx, dy]) => `${dx}${dy < 0 ? "" : " "}${dy}`);
  return `M${points[0].join(" ")}l${lines.join(" ").replaceAll(" -", "-")}z`;
}

for (const [name, { atlas, size, smallest, projection, cities }] of Object.entries(panels)) {
  const topology = require(atlas);
  projection.clipExtent([[-MARGIN, -MARGIN], size.map((length) => length + MARGIN)]);
  const data = rings(feature(topology, topology.objects.land), projection)
    .filter((ring) => area(ring) >= smallest.island)
    .map((ring) => pathData(simplify(ring, smallest.bend)))
    .join("");
  writeFileSync(
    new URL(`_land_${name}.svg`, templates),
    `<path class="map__land" aria-hidden="true" d="${data}"/>\n`,
  );
  for (const [city, place] of Object.entries(cities)) {
    console.log(name, city, ...projection(place).map((value) => value.toFixed(2)));
  }
}
