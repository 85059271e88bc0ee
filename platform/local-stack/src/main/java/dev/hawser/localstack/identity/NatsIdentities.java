package dev.hawser.localstack.identity;

import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import io.nats.client.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/**
 * The operator, accounts and users of a local NATS server, kept in one private folder.
 *
 * <pre>
 * operator.nk operator.jwt       sys|core|links.nk .jwt -signing.nk       USER.nk USER.creds       caller.key
 * </pre>
 *
 * Keys and account JWTs are made once and kept. The users' JWTs are signed anew at each start, so that changed rights
 * take effect.
 */
public final class NatsIdentities {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CALLER_KEY = "caller.key";

    private final Path folder;
    private final NKey operator;
    private final Map<NatsAccount, NKey> accounts = new EnumMap<>(NatsAccount.class);
    private final Map<NatsAccount, NKey> signingKeys = new EnumMap<>(NatsAccount.class);

    private NatsIdentities(Path folder) {
        this.folder = folder;
        this.operator = keyIn("operator.nk", () -> NKey.createOperator(RANDOM));
        for (NatsAccount account : NatsAccount.values()) {
            accounts.put(account, keyIn(account.file(".nk"), () -> NKey.createAccount(RANDOM)));
            signingKeys.put(account, keyIn(account.file("-signing.nk"), () -> NKey.createAccount(RANDOM)));
        }
    }

    /** The identities in a folder, made if they are missing. */
    public static NatsIdentities in(Path folder) {
        var identities = new NatsIdentities(Folders.createPrivate(folder));
        identities.writeOperator();
        identities.writeCallerKey();
        for (NatsAccount account : NatsAccount.values()) {
            identities.writeAccount(account);
        }
        for (NatsUser user : NatsUser.values()) {
            identities.writeCredentials(user);
        }
        return identities;
    }

    /** The file of the operator's JWT, for the server's configuration. */
    public Path operatorFile() {
        return folder.resolve("operator.jwt");
    }

    /** The operator's JWT. */
    public String operatorJwt() {
        return Folders.read(operatorFile());
    }

    /** The public key that names an account. */
    public String publicKey(NatsAccount account) {
        return SignedClaims.key(get(accounts, account));
    }

    /** The JWT of an account. */
    public String jwt(NatsAccount account) {
        return Folders.read(folder.resolve(account.file(".jwt")));
    }

    /** The seed of the key that signs an account's users. */
    public String signingSeed(NatsAccount account) {
        return new String(get(signingKeys, account).getSeed());
    }

    /** The key with which the services sign in whose name they ask links: PKCS #8 in base64. */
    public String callerKey() {
        return Folders.read(folder.resolve(CALLER_KEY));
    }

    /** The credentials file of a user. */
    public Path credentials(NatsUser user) {
        return folder.resolve(user.title() + ".creds");
    }

    private void writeOperator() {
        if (!Files.exists(operatorFile())) {
            String system = publicKey(NatsAccount.SYSTEM);
            String claims = "{\"system_account\":\"%s\",\"type\":\"operator\",\"version\":2}".formatted(system);
            Folders.writePrivate(operatorFile(), SignedClaims.sign(operator, operator, "hawser-local", claims));
        }
    }

    private void writeCallerKey() {
        Path file = folder.resolve(CALLER_KEY);
        if (!Files.exists(file)) {
            try {
                var key = KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate();
                Folders.writePrivate(file, Base64.getEncoder().encodeToString(key.getEncoded()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has Ed25519", e);
            }
        }
    }

    private void writeAccount(NatsAccount account) {
        Path file = folder.resolve(account.file(".jwt"));
        if (!Files.exists(file)) {
            String claims = account.claims(SignedClaims.key(get(signingKeys, account)));
            Folders.writePrivate(file, SignedClaims.sign(operator, get(accounts, account), account.title(), claims));
        }
    }

    private void writeCredentials(NatsUser user) {
        NKey key = keyIn(user.title() + ".nk", () -> NKey.createUser(RANDOM));
        String jwt = SignedClaims.user(
                get(signingKeys, user.account()), publicKey(user.account()), key, user.title(), user.grant());
        Folders.writePrivate(credentials(user), """
                -----BEGIN NATS USER JWT-----
                %s
                ------END NATS USER JWT------

                -----BEGIN USER NKEY SEED-----
                %s
                ------END USER NKEY SEED------
                """.formatted(jwt, new String(key.getSeed())));
    }

    private NKey keyIn(String name, KeyMaker maker) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Folders.writePrivate(file, new String(maker.make().getSeed()));
            }
            return NKey.fromSeed(Folders.read(file).toCharArray());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException failure) {
            throw new LocalStackException(
                    "%s is damaged; delete the folder %s to get new identities".formatted(file, folder), failure);
        }
    }

    private static NKey get(Map<NatsAccount, NKey> keys, NatsAccount account) {
        NKey key = keys.get(account);
        if (key == null) {
            throw new IllegalStateException("no key of account " + account);
        }
        return key;
    }

    private interface KeyMaker {
        NKey make() throws GeneralSecurityException, IOException;
    }
}
