package dev.virga.app.admin;

import dev.virga.app.RootKey;
import java.nio.file.Path;

/// What commands tell about this server.
///
/// @param address as it was told to listen
public record Installation(String address, int port, String region, String account, Path home, RootKey rootKey) {
    /// Where a client on this machine reaches it.
    public String endpoint() {
        String host = address.equals("0.0.0.0") ? "127.0.0.1" : address;
        return "http://" + host + ":" + port;
    }
}
