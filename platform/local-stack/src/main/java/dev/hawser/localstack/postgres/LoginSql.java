package dev.hawser.localstack.postgres;

/** The statements that make logins. Postgres has no "create if missing" for roles, and takes no parameters there. */
final class LoginSql {

    private LoginSql() {}

    /** The role that the schema gives rights to; the first migration that needs it makes it, too. */
    static String makeRole(String service) {
        return ifMissing("hawser_" + service, "CREATE ROLE hawser_%s NOLOGIN".formatted(service));
    }

    /**
     * A member of that role.
     *
     * @param secret of hexadecimal digits
     */
    static String makeLogin(String service, String secret) {
        return ifMissing(
                service, "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE hawser_%s".formatted(service, secret, service));
    }

    private static String ifMissing(String role, String statement) {
        return """
                DO $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%s') THEN
                        %s;
                    END IF;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN
                    NULL; -- somebody else has made it at this moment
                END $$
                """.formatted(role, statement);
    }
}
