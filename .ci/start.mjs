// What `npm start` runs: makes the clone ready, then becomes the exchange in this same process, so that a signal to it
// reaches the exchange.
import './prepare.mjs';

await import('../dist/server/main.js');
