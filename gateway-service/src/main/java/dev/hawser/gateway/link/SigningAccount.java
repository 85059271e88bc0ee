package dev.hawser.gateway.link;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Account LINKS as the gateway knows it: its id, and a key that may sign its users. */
record SigningAccount(String id, NKey key) {

    private static final String ACCOUNT = "NATS_ACCOUNT_JWT (nats.account-jwt)";
    private static final String KEY = "NATS_ACCOUNT_SIGNING_KEY (nats.account-signing-key)";
    private static final String OPERATOR = "NATS_OPERATOR_JWT (nats.operator-jwt)";

    /**
     * Checks that the three settings belong together.
     *
     * @throws ConfigurationException naming the setting that is wrong
     */
    static SigningAccount of(String accountJwt, String seed, Optional<String> operatorJwt) {
        JsonNode account = claims(ACCOUNT, accountJwt);
        String id = account.path("sub").asText();
        NKey key = key(seed);
        String publicKey = publicKey(key);
        if (!NKey.isValidPublicAccountKey(id.toCharArray())) {
            throw new ConfigurationException(ACCOUNT + " is not the JWT of an account");
        }
        if (!publicKey.equals(id) && !names(account.path("nats").path("signing_keys"), publicKey)) {
            throw new ConfigurationException(KEY + " is no unscoped signing key of the account of " + ACCOUNT);
        }
        operatorJwt.ifPresent(
                jwt -> checkOperator(claims(OPERATOR, jwt), account.path("iss").asText()));
        return new SigningAccount(id, key);
    }

    private static void checkOperator(JsonNode operator, String issuer) {
        boolean issued = operator.path("sub").asText().equals(issuer)
                || names(operator.path("nats").path("signing_keys"), issuer);
        if (!issued) {
            throw new ConfigurationException(OPERATOR + " is not of the operator that signed " + ACCOUNT);
        }
    }

    private static boolean names(JsonNode keys, String publicKey) {
        for (JsonNode key : keys) {
            if (key.asText().equals(publicKey)) {
                return true;
            }
        }
        return false;
    }

    private static NKey key(String seed) {
        try {
            NKey key = NKey.fromSeed(seed.strip().toCharArray());
            if (key.getType() == NKey.Type.ACCOUNT) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(KEY + " is not a seed");
        }
        throw new ConfigurationException(KEY + " is not the seed of an account's key");
    }

    private static String publicKey(NKey key) {
        try {
            return new String(key.getPublicKey());
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigurationException(KEY + " has no public key");
        }
    }

    private static JsonNode claims(String setting, String jwt) {
        try {
            return Json.tree(JwtUtils.getClaimBody(jwt.strip()));
        } catch (RuntimeException e) {
            throw new ConfigurationException(setting + " is not a JWT");
        }
    }

    @Override
    public String toString() {
        return "SigningAccount[" + id + "]";
    }
}
