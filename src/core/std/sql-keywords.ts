/**
 * PostgreSQL 18's keywords that cannot be used as a name everywhere (Appendix C, pg_get_keywords());
 * a test compares them with a running server. Unreserved keywords are ordinary names and stand nowhere here.
 */
function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Never a name without quotes. */
export const reservedKeywords: ReadonlySet<string> = words(`
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
    create current_catalog current_date current_role current_time current_timestamp current_user default
    deferrable desc distinct do else end except false fetch for foreign from grant group having in
    initially intersect into lateral leading limit localtime localtimestamp not null offset on only or
    order placing primary references returning select session_user some symmetric system_user table then
    to trailing true union unique user using variadic when where window with`);

/** Can name a function or type, but no column or table. */
export const typeFunctionKeywords: ReadonlySet<string> = words(`
    authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull
    join left like natural notnull outer overlaps right similar tablesample verbose`);

/** Can name a column or table, but no function or type: they have syntax of their own. */
export const columnNameKeywords: ReadonlySet<string> = words(`
    between bigint bit boolean char character coalesce dec decimal exists extract float greatest
    grouping inout int integer interval json json_array json_arrayagg json_exists json_object
    json_objectagg json_query json_scalar json_serialize json_table json_value least merge_action
    national nchar none normalize nullif numeric out overlay position precision real row setof smallint
    substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`);
