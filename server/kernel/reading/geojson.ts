import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parser } from 'stream-json';
import { pick } from 'stream-json/filters/pick.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';

type Position = readonly number[];
type Geometry = { type?: string; coordinates?: unknown; geometries?: Geometry[] };
type Feature = { type?: string; id?: unknown; properties?: Record<string, unknown> | null; geometry?: Geometry | null };

/**
 * Writes the features of a GeoJSON collection as one JSON object a line: properties, geometry as WKT, and its box. One
 * feature is held in memory at a time.
 */
export async function featuresAsLines(from: string, to: string): Promise<void> {
  const features = createReadStream(from)
    .pipe(parser.asStream())
    .pipe(pick.asStream({ filter: 'features' }))
    .pipe(streamArray.asStream());
  async function* lines(): AsyncGenerator<string> {
    let place = 0;
    for await (const { value } of features as AsyncIterable<{ value: Feature }>) {
      place += 1;
      yield `${JSON.stringify(rowOf(value, place))}\n`;
    }
    if (place === 0) throw new Error('The GeoJSON file has no features.');
  }
  await pipeline(Readable.from(lines()), createWriteStream(to, { mode: 0o600 }));
}

function rowOf(feature: Feature, place: number): Record<string, unknown> {
  if (feature === null || typeof feature !== 'object' || feature.type !== 'Feature') {
    throw new Error(`Feature ${place} of the collection is not a GeoJSON feature.`);
  }
  const geometry = feature.geometry ?? null;
  const box = geometry ? boxOf(geometry) : null;
  return {
    ...(feature.id === undefined ? {} : { id: feature.id }),
    ...feature.properties,
    geometry: geometry ? wkt(geometry, place) : null,
    min_lon: box?.[0] ?? null,
    min_lat: box?.[1] ?? null,
    max_lon: box?.[2] ?? null,
    max_lat: box?.[3] ?? null,
  };
}

/** A geometry as well-known text; throws for a kind that GeoJSON does not have. */
export function wkt(geometry: Geometry, place = 1): string {
  const { type = '', coordinates } = geometry;
  const point = (one: Position) => one.slice(0, 2).join(' ');
  const line = (many: Position[]) => `(${many.map(point).join(', ')})`;
  const rings = (many: Position[][]) => `(${many.map(line).join(', ')})`;
  switch (type) {
    case 'Point':
      return `POINT (${point(coordinates as Position)})`;
    case 'MultiPoint':
      return `MULTIPOINT ${line(coordinates as Position[])}`;
    case 'LineString':
      return `LINESTRING ${line(coordinates as Position[])}`;
    case 'MultiLineString':
      return `MULTILINESTRING ${rings(coordinates as Position[][])}`;
    case 'Polygon':
      return `POLYGON ${rings(coordinates as Position[][])}`;
    case 'MultiPolygon':
      return `MULTIPOLYGON (${(coordinates as Position[][][]).map(rings).join(', ')})`;
    case 'GeometryCollection':
      return `GEOMETRYCOLLECTION (${(geometry.geometries ?? []).map((one) => wkt(one, place)).join(', ')})`;
    default:
      throw new Error(`Feature ${place}: “${String(type).slice(0, 40)}” is no kind of geometry.`);
  }
}

function boxOf(geometry: Geometry): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null;
  const visit = (value: unknown) => {
    if (!Array.isArray(value)) return;
    const [x, y] = value as unknown[];
    if (typeof x === 'number' && typeof y === 'number') {
      box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)] : [x, y, x, y];
    } else for (const one of value) visit(one);
  };
  visit(geometry.coordinates);
  for (const one of geometry.geometries ?? []) visit(one.coordinates);
  return box;
}
