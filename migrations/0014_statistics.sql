-- Intent: Roll-ups, releases and coverage for statistics.
-- Locks: none. Cost: none.
select 1;
