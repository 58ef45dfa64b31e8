-- Intent: Deliveries by channel, routing and the answers of the office.
-- Locks: none. Cost: none.
select 1;
