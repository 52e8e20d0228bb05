import type { SharingView } from '../../contracts/sharing';

export type Tool = 'pandas' | 'spark' | 'duckdb' | 'r' | 'powerbi';
export const tools: Record<Tool, string> = {
  pandas: 'pandas',
  spark: 'Spark',
  duckdb: 'DuckDB',
  r: 'R',
  powerbi: 'Power BI',
};

/** Lines to paste that read one table with a tool; `profile` is the file that was downloaded. */
export function linesFor(tool: Tool, { share, schema, endpoint }: SharingView, table: string, profile: string): string {
  const address = `${profile}#${share}.${schema}.${table}`;
  switch (tool) {
    case 'pandas':
      return `# pip install delta-sharing\nimport delta_sharing\n\ndf = delta_sharing.load_as_pandas("${address}", limit=10)\nprint(df)`;
    case 'spark':
      return `# --packages io.delta:delta-sharing-spark_2.12:3.3.2\ndf = spark.read.format("deltaSharing").load("${address}")\ndf.show(10)`;
    case 'duckdb':
      return `# pip install delta-sharing duckdb\nimport delta_sharing, duckdb\n\n${table} = delta_sharing.load_as_pandas("${address}")\nduckdb.sql("select count(*) from ${table}").show()`;
    case 'r':
      return `# install.packages("reticulate")\nlibrary(reticulate)\ndelta_sharing <- import("delta_sharing")\n\ndf <- delta_sharing$load_as_pandas("${address}", limit = 10L)\nhead(df)`;
    case 'powerbi':
      return `let\n  Source = DeltaSharing.Contents("${endpoint}", null),\n  Data = Source{[Name="${share}"]}[Data]{[Name="${schema}"]}[Data]{[Name="${table}"]}[Data]\nin\n  Data`;
  }
}
