package dev.hawser.agent.login;

/**
 * What makes this desktop a link.
 *
 * @param text the secret
 */
public record LinkToken(String link, String text) {

    @Override
    public String toString() {
        return "LinkToken[" + link + ", …]";
    }
}
