"""From facts to cells: the smallest groups are merged upwards until none is small.

The tree of a month and family: all → product group → postal area. A leaf with too few
subjects joins what is left of its product group; what is left of a group and is still
too small joins what is left of all; and where that is still too small, the smallest
cell that stood is taken into it (complementary suppression: else the total would give
it away). Fewer subjects than the smallest group in all: nothing is stored.

The result is a partition, so every sum and every difference of sums that can be formed
is a sum of whole cells, of five subjects or more each. Group sizes are rounded down,
for a subject may stand in several cells and exact sizes would tell in how many.
"""

MAKE = """
CREATE TEMPORARY TABLE figure_facts (
    family text NOT NULL, month date NOT NULL, split text NOT NULL,
    subject bigint NOT NULL, value numeric NOT NULL
) ON COMMIT DROP
"""

# The area of a subject: of her own address, of her business, of where she works.
AREAS = """
CREATE TEMPORARY TABLE figure_areas ON COMMIT DROP AS
WITH subjects AS (SELECT DISTINCT subject FROM figure_facts),
places AS (
    SELECT s.subject, 0 AS rank, a.id, a.kind, a.postal_code
    FROM subjects s JOIN registry_address a ON a.person_id = s.subject
    WHERE a.country = 'FI' AND a.postal_code <> ''
    UNION ALL
    SELECT s.subject, 0, a.id, a.kind, a.postal_code
    FROM subjects s JOIN registry_address a ON a.company_id = -s.subject
    WHERE a.country = 'FI' AND a.postal_code <> ''
    UNION ALL
    SELECT s.subject, 1, a.id, a.kind, a.postal_code
    FROM subjects s JOIN registry_company c ON c.proprietor_id = s.subject
    JOIN registry_address a ON a.company_id = c.id
    WHERE a.country = 'FI' AND a.postal_code <> ''
    UNION ALL
    SELECT s.subject, CASE WHEN p.ends_on IS NULL THEN 2 ELSE 3 END,
           a.id, a.kind, a.postal_code
    FROM subjects s JOIN registry_position p ON p.person_id = s.subject
    JOIN registry_address a ON a.company_id = p.company_id
    WHERE a.country = 'FI' AND a.postal_code <> ''
)
SELECT DISTINCT ON (subject) subject, left(postal_code, 2) AS area
FROM places ORDER BY subject, rank, kind DESC, id
"""

# A subject stands once in each split of a month, and has one area: counting rows is
# counting subjects, but for what is left of all splits together.
CELLS = """
CREATE TEMPORARY TABLE figure_cells ON COMMIT DROP AS
WITH facts AS MATERIALIZED (
    SELECT family, month, split, COALESCE(a.area, '') AS area, subject, value
    FROM figure_facts LEFT JOIN figure_areas a USING (subject)
),
leaves AS MATERIALIZED (
    SELECT family, month, split, area, count(*) AS size, sum(value) AS value,
           count(*) >= %(least)s AND area <> '' AS large
    FROM facts GROUP BY family, month, split, area
),
by_group AS MATERIALIZED (
    SELECT family, month, split, sum(size) AS size, sum(value) AS value,
           sum(size) >= %(least)s AND split <> '' AS large
    FROM leaves WHERE NOT large GROUP BY family, month, split
),
cells AS (
    SELECT family, month, split, area, value, size FROM leaves WHERE large
    UNION ALL
    SELECT family, month, split, '', value, size FROM by_group WHERE large
    UNION ALL
    SELECT f.family, f.month, '', '', sum(f.value), count(DISTINCT f.subject)
    FROM facts f
    JOIN leaves l USING (family, month, split, area)
    JOIN by_group g USING (family, month, split)
    WHERE NOT l.large AND NOT g.large GROUP BY f.family, f.month
),
ranked AS (
    SELECT *, row_number() OVER (
               PARTITION BY family, month
               ORDER BY (split = '' AND area = '') DESC, size, split, area) AS place,
           max(CASE WHEN split = '' AND area = '' AND size < %(least)s THEN 1 ELSE 0 END)
               OVER (PARTITION BY family, month) AS rest_is_small
    FROM cells
),
merged AS (
    SELECT family, month, value, size,
           CASE WHEN rest_is_small = 1 AND place <= 2 THEN '' ELSE split END AS split,
           CASE WHEN rest_is_small = 1 AND place <= 2 THEN '' ELSE area END AS area
    FROM ranked
)
SELECT family, month, split, area, sum(value) AS value, max(size) AS size
FROM merged GROUP BY family, month, split, area HAVING max(size) >= %(least)s
"""

STORE = """
INSERT INTO registry_monthlyfigure
    (month, measure, product_group, postal_area, value, group_size, batch)
SELECT c.month,
       CASE WHEN family = 'buyers' AND split <> '' THEN split ELSE family END,
       CASE WHEN family = 'buyers' THEN '' ELSE split END,
       area, value, size - size %% %(least)s, COALESCE(m.batches, 0) + 1
FROM figure_cells c
LEFT JOIN registry_figuremonth m ON m.source_id = %(source)s AND m.month = c.month
"""

COUNTED = """
INSERT INTO registry_figuremonth (source_id, month, counted_up_to, batches)
SELECT DISTINCT %(source)s, month, %(top)s::bigint, 1 FROM figure_cells
ON CONFLICT (source_id, month) DO UPDATE
SET counted_up_to = excluded.counted_up_to,
    batches = registry_figuremonth.batches + 1
"""
