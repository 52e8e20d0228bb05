/** A value of a property: another thing, text in a language, or a typed literal. */
export type Term = { iri: string } | { text: string; language?: 'vi' | 'en' } | { value: string; type: string } | Node;
/** A thing with its types and properties, all written with prefixes; without an id it is nameless and stands inside. */
export type Node = { id?: string; types: readonly string[]; properties: readonly (readonly [string, Term | null])[] };

const prefixes: Readonly<Record<string, string>> = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** The things as Turtle (RDF 1.1); every text and address escaped. Pure. */
export function turtle(nodes: readonly Node[]): string {
  const head = Object.entries(prefixes).map(([name, iri]) => `@prefix ${name}: <${iri}> .`);
  const bodies = nodes.map((node) => `${node.id ? reference(node.id) : '[]'} ${statements(node, '  ')} .`);
  return `${head.join('\n')}\n\n${bodies.join('\n\n')}\n`;
}

function statements(node: Node, indent: string): string {
  const properties = node.properties.flatMap(([name, term]) => (term ? [`${name} ${termText(term, indent)}`] : []));
  return [`a ${node.types.join(', ')}`, ...properties].join(` ;\n${indent}`);
}

function termText(term: Term, indent: string): string {
  if ('types' in term) {
    if (term.id) return reference(term.id);
    return `[ ${statements(term, `${indent}  `)} ]`;
  }
  if ('iri' in term) return reference(term.iri);
  if ('value' in term) return `${literal(term.value)}^^${term.type}`;
  return `${literal(term.text)}${term.language ? `@${term.language}` : ''}`;
}

const hex = (character: string) => `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function reference(iri: string): string {
  if (isShort(iri)) return iri;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what an IRI of Turtle may not hold as it is
  return `<${iri.replaceAll(/[\u0000-\u0020<>"{}|^`\\]/g, (one) => encodeURIComponent(one))}>`;
}

function isShort(iri: string): boolean {
  const [prefix = '', rest = ''] = iri.split(/:(.*)/s);
  return prefix in prefixes && /^[A-Za-z_][\w-]*$/.test(rest);
}

function literal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a string of Turtle may not hold as it is
  const escaped = text.replaceAll(/["\\]/g, '\\$&').replaceAll(/[\u0000-\u001f\u007f]/g, hex);
  return `"${escaped}"`;
}

/** The same things as JSON-LD. Pure. */
export function jsonLd(nodes: readonly Node[]): object {
  return { '@context': prefixes, '@graph': nodes.map(nodeObject) };
}

function nodeObject(node: Node): object {
  const properties = new Map<string, unknown[]>();
  for (const [name, term] of node.properties) {
    if (term) properties.set(name, [...(properties.get(name) ?? []), termObject(term)]);
  }
  return { ...(node.id ? { '@id': node.id } : {}), '@type': node.types, ...Object.fromEntries(properties) };
}

function termObject(term: Term): unknown {
  if ('types' in term) return term.id ? { '@id': term.id } : nodeObject(term);
  if ('iri' in term) return { '@id': term.iri };
  if ('value' in term) return { '@value': term.value, '@type': term.type };
  return { '@value': term.text, ...(term.language ? { '@language': term.language } : {}) };
}
