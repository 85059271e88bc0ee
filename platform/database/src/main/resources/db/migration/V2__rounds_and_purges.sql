-- An offer goes round the targets of its run, and the logs of finished runs are purged (docs/runs.md).

-- offers: dispatch ----------------------------------------------------------------------------------

ALTER TABLE offers
    ADD COLUMN offered_at  timestamptz NOT NULL DEFAULT now(),  -- what waitFor counts from
    ADD COLUMN tried       jsonb       NOT NULL DEFAULT '{}',   -- what each link of this round answered
    ADD COLUMN waiting_for text[];                              -- the links any of which may take a resting offer
CREATE INDEX offers_waiting ON offers USING gin (waiting_for) WHERE waiting_for IS NOT NULL;

-- The links that may execute a run, in the order in which they are tried: those of the target that its message names,
-- else of its thread's policy, else the one link of its owner that was seen last. A paused link takes nothing now.
CREATE FUNCTION links_of_run(run_id text) RETURNS TABLE (link text, place bigint, paused boolean, by_default boolean)
LANGUAGE sql STABLE
AS $$
    WITH wanted AS (
        SELECT r.owner, w.target, w.rank,
               r.target IS NULL AND NOT jsonb_path_exists(t.policy, 'strict $.targets[0]', '{}', true) IS TRUE AS by_default
          FROM runs r
          JOIN threads t ON t.id = r.thread
         CROSS JOIN LATERAL jsonb_array_elements(
               CASE WHEN r.target IS NOT NULL THEN jsonb_build_array(r.target)
                    WHEN jsonb_path_exists(t.policy, 'strict $.targets[0]', '{}', true) THEN t.policy -> 'targets'
                    ELSE '[{"anyLink": {}}]'::jsonb END) WITH ORDINALITY AS w (target, rank)
         WHERE r.id = run_id
    ), fitting AS (
        SELECT l.id, l.paused, l.last_seen_at, min(w.rank) AS rank, bool_and(w.by_default) AS by_default
          FROM wanted w
          JOIN links l ON l.owner = w.owner
         WHERE l.revoked_at IS NULL
           AND (l.id = w.target ->> 'link'
                OR (w.target ? 'anyLink'
                    AND COALESCE(w.target #> '{anyLink,labels}', '{}') = '{}'
                    AND (w.target #>> '{anyLink,harness}' IS NULL
                         OR w.target #>> '{anyLink,harness}' = ANY (l.harnesses))))
         GROUP BY l.id
    ), placed AS (
        SELECT id, paused, by_default,
               row_number() OVER (ORDER BY rank, last_seen_at DESC NULLS LAST, id) AS place,
               row_number() OVER (ORDER BY paused, last_seen_at DESC NULLS LAST, id) AS place_by_default
          FROM fitting
    )
    SELECT id, place, paused, by_default FROM placed WHERE NOT by_default OR place_by_default = 1
$$;

-- runs: dispatch ------------------------------------------------------------------------------------

ALTER TABLE runs ADD COLUMN log_purged_at timestamptz;          -- its log has only its last record left
CREATE INDEX runs_unpurged ON runs (finished_at) WHERE finished_at IS NOT NULL AND fence > 0 AND log_purged_at IS NULL;
