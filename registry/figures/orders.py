"""Figures of orders: net sales, orders, buyers.

A buyer is one subject whether she buys herself or as a sole trader. An order counts in
the product group of its largest line, so that orders too fall into one cell each.
"""

from registry.choices import OrderStatus

from .sources import Source, figure_source

PRODUCT_GROUP = r"""
    left(btrim(lower(regexp_replace(regexp_replace(regexp_replace(
        l.product, '^\d+ × ', ''), '(\s+\S*\d|[,;:(]).*$', ''), '\s+', ' ', 'g'))), 80)
"""
"""The product's name up to its first word with a number, comma or bracket: lines have
no group of their own, and sizes and packings stand at the end of names."""

BOUGHT = f"""
    SELECT o.id, o.ordered_on, s.month, s.counted,
           COALESCE(o.buyer_person_id, c.proprietor_id, -o.buyer_company_id) AS subject
    FROM figure_scope s
    JOIN registry_order o ON o.ordered_on >= s.month
        AND o.ordered_on < s.month + interval '1 month'
        AND o.id > s.counted AND o.id <= %(top)s
    LEFT JOIN registry_company c ON c.id = o.buyer_company_id
    WHERE o.status NOT IN ('{OrderStatus.DRAFT}', '{OrderStatus.CANCELLED}')
      AND (o.buyer_person_id IS NOT NULL OR o.buyer_company_id IS NOT NULL)
"""  # noqa: S608  # constants of our own

ROWS = f"""
CREATE TEMPORARY TABLE figure_orders ON COMMIT DROP AS {BOUGHT}
"""

LINES = f"""
CREATE TEMPORARY TABLE figure_lines ON COMMIT DROP AS
SELECT o.id, o.month, o.subject, {PRODUCT_GROUP} AS split,
       round(l.quantity * l.unit_price, 2) AS net
FROM figure_orders o JOIN registry_orderline l ON l.order_id = o.id
"""  # noqa: S608  # constants of our own

NET_SALES = """
INSERT INTO figure_facts (family, month, split, subject, value)
SELECT 'net_sales', month, split, subject, sum(net) FROM figure_lines
GROUP BY month, split, subject
"""

ORDERS = """
INSERT INTO figure_facts (family, month, split, subject, value)
SELECT 'orders', month, COALESCE(split, ''), subject, count(*) FROM (
    SELECT DISTINCT ON (o.id) o.id, o.month, o.subject, l.split
    FROM figure_orders o LEFT JOIN figure_lines l ON l.id = o.id
    ORDER BY o.id, l.net DESC NULLS LAST, l.split
) largest
GROUP BY month, split, subject
"""

# Of the buyer's other orders: has she bought before this month, and is she among the
# buyers of an earlier batch of this month?
BUYERS = f"""
WITH buyers AS (
    SELECT month, subject, max(counted) AS counted FROM figure_orders
    GROUP BY month, subject
),
others AS (
    SELECT b.month, b.subject,
           bool_or(e.ordered_on < b.month) AS bought_before,
           bool_or(e.ordered_on >= b.month AND e.id <= b.counted) AS counted
    FROM buyers b
    JOIN LATERAL (
        SELECT id, ordered_on, status FROM registry_order WHERE buyer_person_id = b.subject
        UNION ALL
        SELECT id, ordered_on, status FROM registry_order WHERE buyer_company_id = -b.subject
        UNION ALL
        SELECT o.id, o.ordered_on, o.status FROM registry_company c
        JOIN registry_order o ON o.buyer_company_id = c.id
        WHERE c.proprietor_id = b.subject
    ) e ON e.ordered_on < b.month + interval '1 month'
    WHERE e.status NOT IN ('{OrderStatus.DRAFT}', '{OrderStatus.CANCELLED}')
    GROUP BY b.month, b.subject
)
INSERT INTO figure_facts (family, month, split, subject, value)
SELECT 'buyers', month,
       CASE WHEN bought_before THEN 'returning_customers' ELSE 'new_customers' END,
       subject, 1
FROM others WHERE NOT counted
"""  # noqa: S608  # constants of our own

ORDERS_SOURCE = figure_source(
    Source(
        name="orders",
        table="registry_order",
        first_day="SELECT min(ordered_on) FROM registry_order",
        late_months="""
            SELECT DISTINCT date_trunc('month', ordered_on)::date FROM registry_order
            WHERE id > %(seen)s AND id <= %(top)s
        """,
        facts=(
            ROWS,
            "ANALYZE figure_orders",
            LINES,
            NET_SALES,
            ORDERS,
            BUYERS,
        ),
    )
)
