-- Intent: Limits, schedule and coverage of sources.
-- Locks: none. Cost: none.
select 1;
