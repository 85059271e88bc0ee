package dev.hawser.gateway.signin;

/**
 * Somebody, as another system knows them.
 *
 * @param issuer which system; with the subject it names one person for ever
 * @param subject who, at the issuer
 * @param tenant which tenant at the issuer; empty if all of the issuer's people are one
 * @param display a name for people
 */
record Known(String issuer, String subject, String tenant, String display, boolean admin) {

    private static final int DISPLAY_CHARS = 200;
    private static final int ID_CHARS = 255;

    Known {
        display = display.isBlank() ? subject : display.substring(0, Math.min(DISPLAY_CHARS, display.length()));
    }

    /** True if these texts can name somebody. */
    boolean isComplete() {
        return !subject.isBlank() && subject.length() <= ID_CHARS && tenant.length() <= ID_CHARS;
    }

    String role() {
        return admin ? "admin" : "user";
    }

    /** What names the tenant among those of all issuers. */
    String externalTenant() {
        return issuer + ' ' + tenant;
    }

    String tenantName() {
        return tenant.isEmpty() ? issuer : tenant;
    }
}
