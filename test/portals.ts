/** Answers of portals as they were recorded, with names of nobody. */
export const ckanAnswer = {
  help: 'https://portal.example.vn/api/3/action/help_show?name=package_search',
  success: true,
  result: {
    count: 4,
    results: [
      {
        id: 'a1b2',
        name: 'luong-mua-theo-gio',
        title: 'Lượng mưa theo giờ tại các trạm Mẫu',
        notes: 'Số đo của 12 trạm tự động.',
        private: false,
        license_id: 'cc-by',
        license_title: 'CC BY 4.0',
        metadata_modified: '2026-10-02T03:04:05.000Z',
        organization: { name: 'snnmt', title: 'Sở Nông nghiệp và Môi trường Mẫu' },
        tags: [{ name: 'thoi-tiet', display_name: 'thời tiết' }, { display_name: 'lượng mưa' }],
        resources: [{ format: 'csv' }, { format: 'JSON' }, { format: 'CSV' }],
        extras: [],
      },
      {
        id: 'c3d4',
        name: 'elevation',
        title: 'Elevation of benchmarks',
        url: 'https://doi.org/10.5281/zenodo.1234567',
        extras: [{ key: 'doi', value: '10.5281/zenodo.1234567' }],
      },
      { id: 'e5f6', name: 'inside', title: 'Not for everybody', private: true },
      { id: 'g7h8', notes: 'without a title' },
    ] as object[],
  },
};

export const dcatAnswer = {
  '@context': { dct: 'http://purl.org/dc/terms/', dcat: 'http://www.w3.org/ns/dcat#' },
  '@graph': [
    {
      '@id': 'https://mo.example.vn/catalog',
      '@type': 'dcat:Catalog',
      'dcat:dataset': { '@id': 'https://mo.example.vn/datasets/1' },
    },
    {
      '@id': 'https://mo.example.vn/catalog.jsonld?page=1',
      '@type': 'hydra:PartialCollectionView',
      'hydra:next': { '@id': 'https://mo.example.vn/catalog.jsonld?page=2' },
    },
    {
      '@id': 'https://mo.example.vn/datasets/1',
      '@type': ['dcat:Dataset'],
      'dct:title': [
        { '@language': 'en', '@value': 'Hourly rainfall at the Model stations' },
        { '@language': 'vi', '@value': 'Lượng mưa theo giờ tại các trạm Mẫu' },
      ],
      'dct:publisher': { '@id': 'https://mo.example.vn/agents/1' },
      'dcat:keyword': [{ '@language': 'vi', '@value': 'thời tiết' }],
      'dcat:distribution': [
        {
          '@id': 'https://mo.example.vn/files/1',
          'dct:format': { '@id': 'http://publications.europa.eu/resource/authority/file-type/CSV' },
          'dct:license': { '@id': 'https://creativecommons.org/licenses/by/4.0/' },
        },
      ],
    },
    { '@id': 'https://mo.example.vn/agents/1', 'foaf:name': 'Sở Nông nghiệp và Môi trường Mẫu' },
  ],
};
