package dev.hawser.localstack.postgres;

/** Who connects to a database. */
public record PostgresLogin(String user, String password) {

    @Override
    public String toString() {
        return "PostgresLogin[" + user + ", …]";
    }
}
