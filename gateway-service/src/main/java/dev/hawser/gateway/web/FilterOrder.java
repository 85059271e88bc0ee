package dev.hawser.gateway.web;

/** The order of what every exchange passes before its route; higher comes first. */
public final class FilterOrder {

    /** Headers that every answer carries. */
    public static final int HEADERS = 300;

    /** Pages of other sites. */
    public static final int CORS = 280;

    /** Bodies that are streamed and have no limit. */
    public static final int STREAMED_BODIES = 250;

    /** Bodies that say that they are too large. */
    public static final int BODY_LIMIT = 200;

    /** Who calls. */
    public static final int IDENTITY = 100;

    /** What goes to desktops and nowhere else here. */
    public static final int PROXY = 50;

    private FilterOrder() {}
}
