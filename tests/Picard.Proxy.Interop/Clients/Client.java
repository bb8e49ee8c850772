// The checks with java.net.http: BASE CHECK.
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

class Client {
    static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static String base;

    public static void main(String[] args) throws Exception {
        base = args[0];
        switch (args[1]) {
            case "get" -> get();
            case "large" -> large(4 * 1024 * 1024);
            case "post with length" -> post(BodyPublishers.ofByteArray(pattern(1_000_000)));
            case "post in chunks" -> post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(pattern(1_000_000))));
            case "reuse" -> {
                for (int i = 0; i < 50; i++) {
                    get();
                    post(BodyPublishers.ofByteArray(pattern(1_000_000)));
                }
            }
            case "concurrent" -> concurrent();
            default -> throw new IllegalArgumentException(args[1]);
        }
        System.exit(0);
    }

    static void get() throws Exception {
        var response = client.send(HttpRequest.newBuilder(URI.create(base + "/text")).build(), BodyHandlers.ofString());
        require(response.statusCode() == 200 && response.body().equals("Hello, World!"), response + " " + response.body());
    }

    static void large(int length) throws Exception {
        var response = client.send(HttpRequest.newBuilder(URI.create(base + "/large/" + length)).build(), BodyHandlers.ofByteArray());
        require(response.statusCode() == 200 && java.util.Arrays.equals(response.body(), pattern(length)), response + ", " + response.body().length + " octets");
    }

    static void post(HttpRequest.BodyPublisher content) throws Exception {
        var response = client.send(HttpRequest.newBuilder(URI.create(base + "/digest")).POST(content).build(), BodyHandlers.ofString());
        var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pattern(1_000_000)));
        require(response.statusCode() == 200 && response.body().equals("1000000 " + digest), response + " " + response.body());
    }

    static void concurrent() {
        var sent = IntStream.range(0, 200)
            .mapToObj(i -> client.sendAsync(HttpRequest.newBuilder(URI.create(base + "/large/5000")).build(), BodyHandlers.ofByteArray()))
            .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(sent).join();
        for (var one : sent) {
            var response = (java.net.http.HttpResponse<?>) one.join();
            require(response.statusCode() == 200 && ((byte[]) response.body()).length == 5000, response.toString());
        }
    }

    static byte[] pattern(int length) {
        var octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i % 251);
        }
        return octets;
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
