using System.Text;
using System.Text.Json;

namespace Picard.EndToEnd.Tests.Peers;

/// <summary>A response as a peer read it.</summary>
internal sealed class ReceivedResponse(int status, IReadOnlyList<(string Name, string Value)> fields, byte[] content)
{
    public int Status { get; } = status;

    public byte[] Content { get; } = content;

    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Whether the server says that it will close the connection.</summary>
    public bool Closes => this["Connection"] == "close";

    /// <summary>The value of a field; null if there is none. Two of a name are a fault of the server.</summary>
    public string? this[string name] =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value).SingleOrDefault();

    /// <summary>Echo's description of the request.</summary>
    public JsonElement Json()
    {
        Assert.Equal((200, "application/json"), (Status, this["Content-Type"]));
        return JsonDocument.Parse(Content).RootElement;
    }
}
