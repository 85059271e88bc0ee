package dev.hawser.contract.subject;

/**
 * The subjects of one link in account LINKS, beside those of its tunnel.
 *
 * <pre>
 * hw1.{link}.rpc.{verb}    agent to services
 * hw1.{link}.wake          services to agent: there is work
 * _INBOX.{link}.&gt;          answers to the agent
 * </pre>
 *
 * @param link id of the link, one subject token
 */
public record LinkSubjects(String link) {

    /** The queue group in which services answer requests of agents. */
    public static final String SERVICES = "dispatch";

    public LinkSubjects {
        SubjectToken.require(link);
    }

    /** Where the link's agent asks. */
    public String rpc(String verb) {
        return "hw1." + link + ".rpc." + SubjectToken.require(verb);
    }

    /** Filter: every verb of this link; what its agent may publish. */
    public String allRpc() {
        return "hw1." + link + ".rpc.*";
    }

    /** A hint that there is work. */
    public String wake() {
        return "hw1." + link + ".wake";
    }

    /** The prefix of the agent's inboxes, without the last dot. */
    public String inboxPrefix() {
        return "_INBOX." + link;
    }

    /** True if an answer to this subject can only reach this link (design 10, RPC). */
    public boolean ownsInbox(String replySubject) {
        return replySubject.startsWith(inboxPrefix() + '.');
    }

    /** Filter: one verb of every link; what a service subscribes to. */
    public static String rpcOfAll(String verb) {
        return "hw1.*.rpc." + SubjectToken.require(verb);
    }

    /** The link whose agent asked on this subject. */
    public static String linkOf(String subject) {
        return SubjectToken.at(subject, 1);
    }
}
