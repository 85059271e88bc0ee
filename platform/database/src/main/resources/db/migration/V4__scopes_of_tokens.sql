-- Until now a token without scopes could do everything; from now on it can do nothing.
UPDATE api_tokens SET scopes = '{read,write,links,proxy,tokens}' WHERE scopes = '{}';

CREATE INDEX api_tokens_of_owner ON api_tokens (owner) WHERE revoked_at IS NULL;
