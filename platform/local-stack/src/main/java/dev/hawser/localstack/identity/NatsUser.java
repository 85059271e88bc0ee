package dev.hawser.localstack.identity;

import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import java.util.Locale;
import java.util.Optional;

/** The users of a local NATS server: one per service and account with just its rights, and three for people. */
public enum NatsUser {
    GATEWAY_CORE(NatsAccount.CORE),
    GATEWAY_LINKS(NatsAccount.LINKS),
    GATEWAY_SYS(NatsAccount.SYSTEM),
    DISPATCH_CORE(NatsAccount.CORE),
    DISPATCH_LINKS(NatsAccount.LINKS),
    PROJECTOR_CORE(NatsAccount.CORE),
    /** May do everything in CORE: for tests and for looking into a local stack. */
    ADMIN_CORE(NatsAccount.CORE),
    /** May do everything in LINKS. */
    ADMIN_LINKS(NatsAccount.LINKS),
    /** May do everything in SYS. */
    ADMIN_SYS(NatsAccount.SYSTEM);

    private final NatsAccount account;

    NatsUser(NatsAccount account) {
        this.account = account;
    }

    /** The account it belongs to. */
    public NatsAccount account() {
        return account;
    }

    /** Its name, such as {@code gateway-core}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it may do; empty for everything in its account. */
    public Optional<Grant> grant() {
        return switch (this) {
            case GATEWAY_CORE -> Optional.of(Grants.gatewayCore());
            case GATEWAY_LINKS -> Optional.of(Grants.gatewayLinks());
            case DISPATCH_CORE -> Optional.of(Grants.dispatchCore());
            case DISPATCH_LINKS -> Optional.of(Grants.dispatchLinks());
            case PROJECTOR_CORE -> Optional.of(Grants.projectorCore());
            case GATEWAY_SYS -> Optional.of(Grants.gatewaySys());
            case ADMIN_CORE, ADMIN_LINKS, ADMIN_SYS -> Optional.empty();
        };
    }
}
