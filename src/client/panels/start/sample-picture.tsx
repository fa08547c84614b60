type Row = readonly [name: string, type: string, mark?: 'key' | 'reference'];

const tables: readonly {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly tone: string;
  readonly rows: readonly Row[];
}[] = [
  {
    name: 'authors',
    x: 8,
    y: 12,
    tone: '#0f9b94',
    rows: [
      ['id', 'bigint', 'key'],
      ['name', 'text'],
    ],
  },
  {
    name: 'books',
    x: 214,
    y: 34,
    tone: '#5661d1',
    rows: [
      ['isbn', 'text', 'key'],
      ['title', 'text'],
      ['author_id', 'bigint', 'reference'],
    ],
  },
  {
    name: 'loans',
    x: 60,
    y: 164,
    tone: '#e3a008',
    rows: [
      ['id', 'bigint', 'key'],
      ['isbn', 'text', 'reference'],
      ['due_on', 'date'],
    ],
  },
];

const width = 176;
const rowHeight = 22;
const headHeight = 30;

/** A small diagram, drawn: what a project looks like. Decoration only. */
export function SamplePicture() {
  return (
    <svg
      viewBox="0 0 400 288"
      aria-hidden="true"
      className="hidden w-full rounded-box bg-ground ring-1 ring-line md:block"
    >
      <defs>
        <pattern id="dots" width="16" height="16" patternUnits="userSpaceOnUse">
          <circle cx="8" cy="8" r="0.9" className="fill-line-strong" />
        </pattern>
      </defs>
      <rect width="400" height="288" fill="url(#dots)" />
      <g className="stroke-ink-mute" fill="none" strokeWidth="1.25">
        <path d="M214 119 H202 Q199 119 199 116 V56 Q199 53 196 53 H184" />
        <path d="M214 113 l-9 6 l9 6" />
        <path d="M190 49 v8" />
        <path d="M236 227 H302 Q306 227 306 223 V136" />
        <path d="M236 221 l9 6 l-9 6" />
        <path d="M302 142 h8" />
      </g>
      {tables.map((table) => (
        <TablePicture key={table.name} {...table} />
      ))}
      <g transform="translate(322 196)">
        <path d="M0 0 L4 14 L7.5 8.5 L14 7 Z" fill="#d6438f" />
        <rect x="12" y="14" width="50" height="18" rx="5" fill="#d6438f" />
        <text x="37" y="26.5" fontSize="10.5" fontWeight="600" fill="#fff" textAnchor="middle">
          Amber
        </text>
      </g>
    </svg>
  );
}

function TablePicture({ name, x, y, tone, rows }: (typeof tables)[number]) {
  const height = headHeight + rows.length * rowHeight + 6;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width={width} height={height} rx="8" className="fill-panel stroke-line-strong" />
      <path d={`M0 8 Q0 0 8 0 H${width - 8} Q${width} 0 ${width} 8 V4 H0 Z`} fill={tone} />
      <text x="12" y="21" fontSize="12" fontWeight="620" className="fill-ink">
        {name}
      </text>
      {rows.map(([column, type, mark], index) => (
        <g key={column} transform={`translate(0 ${headHeight + index * rowHeight})`}>
          {mark && <circle cx="16" cy="11" r="3" className={mark === 'key' ? 'fill-key' : 'fill-accent'} />}
          <text x="28" y="15" fontSize="11.5" className="fill-ink">
            {column}
          </text>
          <text x={width - 12} y="15" fontSize="10.5" textAnchor="end" className="fill-ink-mute font-mono">
            {type}
          </text>
        </g>
      ))}
    </g>
  );
}
