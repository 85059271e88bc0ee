-- Connections of links that were revoked a short while ago are cut again and again.
CREATE INDEX links_revoked ON links (revoked_at) WHERE revoked_at IS NOT NULL;
