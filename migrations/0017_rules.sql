-- Intent: The life of a rule.
-- Locks: none. Cost: none.
select 1;
