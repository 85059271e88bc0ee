-- Desktops that ask to be linked (RFC 8628). Only the hash of what the desktop holds is kept; what a person types is short,
-- lives for a quarter of an hour, and is of no use to anybody who is not signed in.
CREATE TABLE device_logins (
    hash         bytea       PRIMARY KEY,             -- of the device code
    user_code    text        NOT NULL UNIQUE,
    hostname     text        NOT NULL,
    os           text        NOT NULL,
    cli_version  text        NOT NULL,
    address      text        NOT NULL,                -- where it asks from
    pause_s      integer     NOT NULL,                -- between two questions of the desktop; grows when it is impatient
    polled_at    timestamptz,
    link         text        REFERENCES links,        -- once it was approved
    denied_at    timestamptz,
    collected_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);

-- What happened to somebody's credentials and links. Rows are added, and forgotten after 400 days; nobody changes one.
CREATE TABLE audit_log (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant  text        NOT NULL REFERENCES tenants,
    owner   text        NOT NULL REFERENCES users,    -- whose matter it is
    action  text        NOT NULL,
    subject text        NOT NULL,                     -- id of the token, link or user
    by      jsonb       NOT NULL,
    address text,                                     -- of the client, as the gateway saw it
    detail  text,
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_log_owner ON audit_log (owner, id);
CREATE INDEX audit_log_tenant ON audit_log (tenant, id);

-- People of an identity provider: what names their tenant there. Tenants that were made here have none.
ALTER TABLE tenants ADD COLUMN external text UNIQUE;

GRANT SELECT, INSERT, DELETE, UPDATE (pause_s, polled_at, link, denied_at, collected_at) ON device_logins TO hawser_gateway;
GRANT SELECT, INSERT, DELETE ON audit_log TO hawser_gateway;
