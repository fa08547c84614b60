import type { Drawing } from '../panels/edits/draw-diagram';

/** How the sample stands on the canvas: one area for each part of the business, read from left to right. */
export const roasteryDrawing: Drawing = {
  areas: [
    {
      name: 'Sourcing',
      color: 'green',
      x: -40,
      y: -72,
      width: 680,
      height: 1004,
      tables: {
        'sourcing.regions': [0, 0],
        'sourcing.farms': [0, 326],
        'sourcing.varieties': [336, 762],
        'sourcing.importers': [336, 0],
        'sourcing.contracts': [336, 270],
      },
    },
    {
      name: 'Warehouse and roasting',
      color: 'orange',
      x: 728,
      y: -72,
      width: 696,
      height: 1004,
      tables: {
        'warehouse.green_lots': [768, 0],
        'warehouse.places': [768, 394],
        'warehouse.roasters': [768, 564],
        'warehouse.batch_lots': [1112, 0],
        'warehouse.batches': [1112, 170],
        'warehouse.roast_profiles': [1112, 452],
        'warehouse.cuppings': [1112, 706],
      },
    },
    {
      name: 'Shop',
      color: 'indigo',
      x: 1512,
      y: -72,
      width: 1000,
      height: 1004,
      tables: {
        'shop.products': [1552, 0],
        'shop.product_sizes': [1552, 314],
        'shop.reviews': [1552, 706],
        'shop.order_lines': [1880, 0],
        'shop.subscriptions': [1880, 342],
        'shop.customers': [1880, 706],
        'shop.orders': [2208, 0],
        'shop.shipments': [2208, 342],
        'shop.addresses': [2208, 678],
      },
    },
    {
      name: 'Used everywhere',
      color: 'slate',
      x: -40,
      y: 1020,
      width: 1464,
      height: 382,
      tables: {
        'public.countries': [0, 1092],
        'public.currencies': [336, 1092],
        'public.employees': [768, 1092],
      },
    },
  ],
  notes: [
    {
      text: 'This is a sample: change whatever you like.\n\nDrag from a column to another table for a foreign key. An area takes its tables along. Press ? for all keys, Ctrl K to find anything.',
      color: 'amber',
      x: 1512,
      y: 1222,
      width: 440,
      height: 180,
    },
  ],
};
