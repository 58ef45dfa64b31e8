-- Intent: What the administration in the console needs.
-- Locks: none. Cost: none.
select 1;
