import { createRequire } from 'node:module';
import express, { type Express } from 'express';
import { api } from '../../contracts/api.js';
import { openApiDocument } from '../../contracts/openapi.js';
import { sha256 } from '../kernel/hash.js';

/** The package's own entry would load the browser's bundle into this process. */
const swaggerFolder = createRequire(import.meta.url)('swagger-ui-dist/absolute-path.js') as () => string;

/** The OpenAPI document, and pages to browse it, served from this machine alone. */
export function mountDocs(app: Express, version: string): void {
  let made: { document: Buffer; etag: string } | undefined;
  // Made when it is first asked for: hundreds of schemas take a while, and most processes are never asked.
  const openApi = () => {
    const document = Buffer.from(JSON.stringify(openApiDocument(api, version)));
    made = { document, etag: `"${sha256(document).slice(0, 32)}"` };
    return made;
  };
  app.get('/api/v1/openapi.json', (req, res) => {
    const { document, etag } = made ?? openApi();
    res.set({ ETag: etag, 'Cache-Control': 'no-cache', 'Content-Type': 'application/json; charset=utf-8' });
    if (req.fresh) res.status(304).end();
    else res.send(document);
  });
  app.get('/api/docs', (req, res) => {
    if (req.path.endsWith('/')) res.type('html').send(page);
    else res.redirect(301, '/api/docs/');
  });
  app.get('/api/docs/start.js', (_req, res) => {
    res.type('text/javascript').send(start);
  });
  app.use('/api/docs', express.static(swaggerFolder(), { index: false, maxAge: '1d' }));
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Datasan API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
const start = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });\n`;
