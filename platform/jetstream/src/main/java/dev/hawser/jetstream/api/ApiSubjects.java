package dev.hawser.jetstream.api;

/** The subjects of the server's JetStream API. */
public final class ApiSubjects {

    private static final String API = "$JS.API.";

    private ApiSubjects() {}

    /** Settings and state of a stream. */
    public static String streamInfo(String stream) {
        return API + "STREAM.INFO." + stream;
    }

    /** Creates a stream. */
    public static String streamCreate(String stream) {
        return API + "STREAM.CREATE." + stream;
    }

    /** Changes a stream. */
    public static String streamUpdate(String stream) {
        return API + "STREAM.UPDATE." + stream;
    }

    /** Deletes messages of a stream. */
    public static String streamPurge(String stream) {
        return API + "STREAM.PURGE." + stream;
    }

    /** One message, read by the stream's leader. */
    public static String messageGet(String stream) {
        return API + "STREAM.MSG.GET." + stream;
    }

    /** Messages, read by any replica. */
    public static String directGet(String stream) {
        return API + "DIRECT.GET." + stream;
    }

    /** Creates a consumer, or changes it. */
    public static String consumerCreate(String stream, String consumer) {
        return API + "CONSUMER.CREATE." + stream + '.' + consumer;
    }

    /** Deletes a consumer. */
    public static String consumerDelete(String stream, String consumer) {
        return API + "CONSUMER.DELETE." + stream + '.' + consumer;
    }

    /** Asks a consumer for messages. */
    public static String consumerNext(String stream, String consumer) {
        return API + "CONSUMER.MSG.NEXT." + stream + '.' + consumer;
    }
}
