-- Hawser's tables. Who writes which column: docs/architecture.md. Ids are TypeIDs in text; all times are the database's now().

-- identity: written by the gateway ---------------------------------------------------------------

CREATE TABLE tenants (
    id         text        PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
    id         text        PRIMARY KEY,
    tenant     text        NOT NULL REFERENCES tenants,
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    display    text        NOT NULL,
    role       text        NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (issuer, subject)
);

-- Tokens of programs. Only the SHA-256 of a token is kept.
CREATE TABLE api_tokens (
    id         text        PRIMARY KEY,
    tenant     text        NOT NULL REFERENCES tenants,
    owner      text        NOT NULL REFERENCES users,
    name       text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE,
    scopes     text[]      NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    last_used  timestamptz,
    revoked_at timestamptz
);

-- One-time links of local mode that sign a browser in.
CREATE TABLE sign_in_links (
    hash       bytea       PRIMARY KEY,
    owner      text        NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE links (
    id           text        PRIMARY KEY,
    tenant       text        NOT NULL REFERENCES tenants,
    owner        text        NOT NULL REFERENCES users,
    label        text        NOT NULL,
    machine_id   text,
    hostname     text        NOT NULL DEFAULT '',
    os           text        NOT NULL DEFAULT '',
    cli_version  text        NOT NULL DEFAULT '',
    capabilities text[]      NOT NULL DEFAULT '{}',
    harnesses    text[]      NOT NULL DEFAULT '{}',
    generation   bigint      NOT NULL DEFAULT 0,      -- rises with each start of the agent
    public_key   text,                                -- NKey of the present session
    paused       boolean     NOT NULL DEFAULT false,
    last_seen_at timestamptz,
    revoked_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX links_owner ON links (owner, id);

CREATE TABLE link_tokens (
    hash       bytea       PRIMARY KEY,
    link       text        NOT NULL REFERENCES links,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used  timestamptz,
    revoked_at timestamptz
);

-- threads: created by the gateway; next_position by dispatch; auto_title by the projector ---------

CREATE TABLE threads (
    id            text        PRIMARY KEY,
    tenant        text        NOT NULL REFERENCES tenants,
    owner         text        NOT NULL REFERENCES users,
    partition     smallint    NOT NULL CHECK (partition BETWEEN 0 AND 15),
    client_id     text,
    title         text,                               -- set by a person; wins over auto_title
    auto_title    text,
    policy        jsonb,
    next_position bigint      NOT NULL DEFAULT 1,     -- its row lock is the gate
    created_by    jsonb       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    deleted_at    timestamptz,
    UNIQUE (owner, client_id)
);
CREATE INDEX threads_owner ON threads (owner, id) WHERE deleted_at IS NULL;
CREATE INDEX threads_deleted ON threads (deleted_at) WHERE deleted_at IS NOT NULL;

-- messages: user rows by dispatch, assistant rows by the projector ---------------------------------

CREATE TABLE messages (
    id            text        PRIMARY KEY,
    tenant        text        NOT NULL,
    owner         text        NOT NULL,
    thread        text        NOT NULL REFERENCES threads ON DELETE CASCADE,
    run           text        NOT NULL,               -- the run that answers it, or that wrote it
    role          text        NOT NULL CHECK (role IN ('user', 'assistant')),
    position      bigint      NOT NULL,               -- twice the run's for a user, one more for an assistant
    client_id     text,
    content_hash  text,                               -- of the command, to tell a retry from a conflict
    parts         jsonb       NOT NULL,
    metadata      jsonb,
    superseded_by text,
    created_by    jsonb       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (thread, client_id)
);
CREATE INDEX messages_thread ON messages (thread, position);
CREATE UNIQUE INDEX messages_answer ON messages (run) WHERE role = 'assistant';

-- runs: dispatch, except durable_seq and the terminal states from the log (projector) --------------

CREATE TABLE runs (
    id                  text        PRIMARY KEY,
    tenant              text        NOT NULL,
    owner               text        NOT NULL,
    thread              text        NOT NULL REFERENCES threads ON DELETE CASCADE,
    partition           smallint    NOT NULL CHECK (partition BETWEEN 0 AND 15),
    message             text        NOT NULL,
    created_by          jsonb       NOT NULL,
    harness             text,
    target              jsonb,                        -- what the message asked for
    state               text        NOT NULL DEFAULT 'queued'
                        CHECK (state IN ('queued', 'offered', 'running', 'settling', 'succeeded', 'failed', 'cancelled')),
    position            bigint      NOT NULL,
    fence               bigint      NOT NULL DEFAULT 0,   -- +1 with each claim
    attempt             bigint      NOT NULL DEFAULT 0,   -- +1 when a runner has confirmed
    attempt_from        bigint      NOT NULL DEFAULT 1,   -- first seq of the newest claim
    attempt_confirmed   boolean     NOT NULL DEFAULT false,
    link                text,                         -- the link that holds the claim, if one does
    claimed_by          text,                         -- the pod that drives it
    lease_until         timestamptz,
    offer_until         timestamptz,                  -- until then an offer rests before it is pushed (again)
    deadline_at         timestamptz NOT NULL,
    progress_at         timestamptz,
    durable_seq         bigint      NOT NULL DEFAULT 0,
    cancel_requested_at timestamptz,
    end_intent          jsonb,                        -- body of the end record that dispatch is to append
    error_code          text,
    error_text          text,
    traceparent         text,
    queued_at           timestamptz NOT NULL DEFAULT now(),
    started_at          timestamptz,
    finished_at         timestamptz,
    UNIQUE (thread, position),
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
-- I2: at most one active run per thread, whatever the code does.
CREATE UNIQUE INDEX runs_active ON runs (thread) WHERE state IN ('offered', 'running', 'settling');
CREATE INDEX runs_open ON runs (partition, state) WHERE finished_at IS NULL;
CREATE INDEX runs_owner ON runs (owner, id);
CREATE INDEX runs_message ON runs (message);
CREATE INDEX runs_link ON runs (link) WHERE finished_at IS NULL;
-- What the sweeps of dispatch look for.
CREATE INDEX runs_queued ON runs (thread) WHERE state = 'queued';
CREATE INDEX runs_owner_active ON runs (owner) WHERE state IN ('offered', 'running', 'settling');
CREATE INDEX runs_offered ON runs (offer_until) WHERE state = 'offered';
CREATE INDEX runs_lease ON runs (lease_until) WHERE state = 'running';
CREATE INDEX runs_deadline ON runs (deadline_at) WHERE finished_at IS NULL;
CREATE INDEX runs_ending ON runs (queued_at) WHERE end_intent IS NOT NULL AND finished_at IS NULL;

CREATE TABLE attempts (
    run        text        NOT NULL REFERENCES runs ON DELETE CASCADE,
    fence      bigint      NOT NULL,
    attempt    bigint      NOT NULL,
    target     jsonb       NOT NULL,
    link       text,
    pod        text        NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    reason     text,
    PRIMARY KEY (run, fence)
);

CREATE TABLE offers (
    run      text        PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    target   jsonb       NOT NULL,
    deadline timestamptz NOT NULL,
    state    text        NOT NULL CHECK (state IN ('open', 'taken', 'expired', 'withdrawn'))
);
CREATE INDEX offers_link ON offers ((target ->> 'link')) WHERE state = 'open';

-- commands that could not be carried out: dispatch -------------------------------------------------

CREATE TABLE command_failures (
    message_id text        PRIMARY KEY,               -- duplicate id of the command
    failures   int         NOT NULL,
    last_error text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE dead_letters (
    message_id text        PRIMARY KEY,
    subject    text        NOT NULL,
    thread     text        NOT NULL,
    kind       text        NOT NULL,
    body       bytea       NOT NULL,
    code       text        NOT NULL,
    reason     text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);

-- the projection: projector -------------------------------------------------------------------------

CREATE TABLE projection_partitions (
    partition      smallint    PRIMARY KEY CHECK (partition BETWEEN 0 AND 15),
    epoch          bigint      NOT NULL DEFAULT 0,    -- the fencing token of the leader
    leader         text,
    stream_created timestamptz,                       -- of the JetStream stream that the checkpoint is of
    checkpoint     bigint      NOT NULL DEFAULT 0,    -- stream sequence up to which all is folded
    updated_at     timestamptz NOT NULL DEFAULT now()
);
INSERT INTO projection_partitions (partition) SELECT generate_series(0, 15);

-- Runs whose fold goes on: a successor continues in the middle of a run.
CREATE TABLE open_folds (
    run          text        PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    partition    smallint    NOT NULL,
    fence        bigint      NOT NULL,
    last_seq     bigint      NOT NULL,                -- Hw-Seq of the last folded record
    chain        bigint      NOT NULL,
    stream_seq   bigint      NOT NULL,                -- of that record; may lag behind the partition's checkpoint
    fold         bytea       NOT NULL,                -- JSON in ASCII: jsonb refuses half a surrogate pair between two deltas
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX open_folds_partition ON open_folds (partition);

CREATE TABLE poison_records (
    run        text        NOT NULL,
    stream_seq bigint      NOT NULL,
    partition  smallint    NOT NULL,
    reason     text        NOT NULL,
    headers    jsonb       NOT NULL,
    body       bytea       NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run, stream_seq)
);

-- events that were committed with what they tell of, until they are published -----------------------

CREATE TABLE event_outbox (
    id         text        PRIMARY KEY,               -- id of the event and its duplicate id
    service    text        NOT NULL CHECK (service IN ('gateway', 'dispatch', 'projector')),
    tenant     text        NOT NULL,
    owner      text        NOT NULL,
    type       text        NOT NULL,
    event      jsonb       NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX event_outbox_service ON event_outbox (service, id);
