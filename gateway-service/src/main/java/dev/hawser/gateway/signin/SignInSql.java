package dev.hawser.gateway.signin;

/** The statements about people whom another system knows. */
final class SignInSql {

    /** $1 issuer, $2 subject. */
    static final String FIND = """
            SELECT u.id, u.tenant, u.display, u.role, t.external
              FROM users u JOIN tenants t ON t.id = u.tenant
             WHERE u.issuer = $1 AND u.subject = $2
            """;

    /** $1 id, $2 name, $3 what names it elsewhere. Does nothing if it is there. */
    static final String INSERT_TENANT = """
            INSERT INTO tenants (id, name, external) VALUES ($1, $2, $3) ON CONFLICT (external) DO NOTHING
            """;

    /** $1 id, $2 issuer, $3 subject, $4 display, $5 role, $6 what names the tenant elsewhere. Does nothing if it is there. */
    static final String INSERT_USER = """
            INSERT INTO users (id, tenant, issuer, subject, display, role)
            SELECT $1, id, $2, $3, $4, $5 FROM tenants WHERE external = $6
            ON CONFLICT (issuer, subject) DO NOTHING
            """;

    /** $1 id, $2 display, $3 role. */
    static final String UPDATE_USER = "UPDATE users SET display = $2, role = $3 WHERE id = $1";

    private SignInSql() {}
}
