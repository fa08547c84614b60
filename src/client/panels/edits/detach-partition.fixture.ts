/** A partitioned table with one of each that its partitions have parts of, and a partition with partitions. */
export const partitionedScript = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE regions (id int PRIMARY KEY);
  CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    day date NOT NULL DEFAULT current_date,
    region_id int REFERENCES regions,
    parent_id bigint, parent_day date,
    feeling mood DEFAULT 'ok',
    twice bigint GENERATED ALWAYS AS (region_id * 2) STORED,
    CONSTRAINT positive CHECK (region_id > 0),
    PRIMARY KEY (id, day),
    FOREIGN KEY (parent_id, parent_day) REFERENCES events (id, day)
  ) PARTITION BY RANGE (day);
  COMMENT ON COLUMN events.day IS 'when';
  CREATE INDEX ON events (region_id, (parent_id % 10)) WHERE parent_id IS NULL;
  CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
    PARTITION BY LIST (id);
  CREATE TABLE events_2026_odd PARTITION OF events_2026 FOR VALUES IN (1);
  ALTER TABLE events_2026 ADD CONSTRAINT late CHECK (twice > 2);
  CREATE UNIQUE INDEX odd_days ON events_2026_odd (day) WHERE region_id > 3;
  CREATE TABLE visits (event_id bigint, event_day date,
    FOREIGN KEY (event_id, event_day) REFERENCES events_2026 (id, day));`;

/** A partition that is partitioned by an expression, which no table with a key can be. */
export const byExpressionScript = `
  CREATE TABLE events (day date, region_id int) PARTITION BY RANGE (day);
  CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
    PARTITION BY LIST ((region_id % 2));
  CREATE TABLE events_2026_odd PARTITION OF events_2026 FOR VALUES IN (1);
  ALTER TABLE events_2026_odd ADD CONSTRAINT positive CHECK (region_id > 0);`;
