-- Intent: Reports of citizens.
-- Locks: none. Cost: none.
select 1;
