-- One role per service, with what it reads and the columns that it writes; docs/security.md has them as a table. Whoever runs
-- Hawser gives each service a login that is a member of its role. The owner of these tables is for migrations only.

DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['hawser_gateway', 'hawser_dispatch', 'hawser_projector'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', service);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- roles are the whole server's: another of its databases made it at this moment
        END;
    END LOOP;
END $$;

GRANT SELECT ON flyway_schema_history TO hawser_gateway, hawser_dispatch, hawser_projector;

-- identity, links -----------------------------------------------------------------------------------

GRANT SELECT, INSERT ON tenants TO hawser_gateway;
GRANT SELECT, INSERT, UPDATE (display, role) ON users TO hawser_gateway;
GRANT SELECT, INSERT, DELETE, UPDATE (last_used, revoked_at) ON api_tokens TO hawser_gateway;
GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON sign_in_links TO hawser_gateway;
GRANT SELECT, INSERT,
      UPDATE (label, machine_id, hostname, os, cli_version, capabilities, harnesses, generation, public_key, paused,
              last_seen_at, revoked_at)
   ON links TO hawser_gateway;
GRANT SELECT, INSERT, UPDATE (last_used, revoked_at) ON link_tokens TO hawser_gateway;
GRANT SELECT ON links TO hawser_dispatch;

-- threads, messages, runs ---------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE (title, policy, deleted_at) ON threads TO hawser_gateway;
GRANT SELECT, DELETE, UPDATE (next_position) ON threads TO hawser_dispatch;
GRANT SELECT, UPDATE (auto_title) ON threads TO hawser_projector;

GRANT SELECT ON messages TO hawser_gateway;
GRANT SELECT, INSERT, UPDATE (superseded_by) ON messages TO hawser_dispatch;
GRANT SELECT, INSERT ON messages TO hawser_projector;

GRANT SELECT ON runs TO hawser_gateway;
GRANT SELECT, INSERT,
      UPDATE (state, fence, attempt, attempt_from, attempt_confirmed, link, claimed_by, lease_until, offer_until, progress_at,
              cancel_requested_at, end_intent, error_code, error_text, started_at, finished_at, log_purged_at)
   ON runs TO hawser_dispatch;
GRANT SELECT, UPDATE (durable_seq, state, fence, error_code, error_text, finished_at) ON runs TO hawser_projector;

GRANT SELECT ON attempts, offers TO hawser_gateway;
GRANT SELECT, INSERT, UPDATE (ended_at, reason) ON attempts TO hawser_dispatch;
GRANT SELECT, INSERT, UPDATE (target, state, tried, waiting_for) ON offers TO hawser_dispatch;

GRANT SELECT, INSERT, DELETE, UPDATE (failures, last_error, at) ON command_failures TO hawser_dispatch;
GRANT SELECT, INSERT ON dead_letters TO hawser_dispatch;

-- the projection ------------------------------------------------------------------------------------

GRANT SELECT, UPDATE (epoch, leader, stream_created, checkpoint, updated_at) ON projection_partitions TO hawser_projector;
GRANT SELECT, INSERT, DELETE, UPDATE (partition, fence, last_seq, chain, stream_seq, fold, updated_at)
   ON open_folds TO hawser_projector;
GRANT SELECT, INSERT ON poison_records TO hawser_projector;

-- events: each service its own ----------------------------------------------------------------------

GRANT SELECT, INSERT, DELETE ON event_outbox TO hawser_gateway, hawser_dispatch, hawser_projector;
ALTER TABLE event_outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_gateway ON event_outbox TO hawser_gateway USING (service = 'gateway');
CREATE POLICY of_dispatch ON event_outbox TO hawser_dispatch USING (service = 'dispatch');
CREATE POLICY of_projector ON event_outbox TO hawser_projector USING (service = 'projector');
