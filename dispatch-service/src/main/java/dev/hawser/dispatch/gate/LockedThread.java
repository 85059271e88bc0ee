package dev.hawser.dispatch.gate;

/** A thread whose row the transaction holds: nobody else queues, starts or ends a run of it before the commit. */
public record LockedThread(String id, String tenant, String owner, boolean deleted) {

    /** True if the thread can take a command of that owner. */
    public boolean isOpenTo(String otherTenant, String otherOwner) {
        return !deleted && belongsTo(otherTenant, otherOwner);
    }

    /** True if it is that owner's. */
    public boolean belongsTo(String otherTenant, String otherOwner) {
        return tenant.equals(otherTenant) && owner.equals(otherOwner);
    }
}
