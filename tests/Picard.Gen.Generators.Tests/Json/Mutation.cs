using System.Text.Json;
using System.Text.Json.Nodes;

namespace Picard.Gen.Generators.Tests;

/// <summary>JSON as a client might send it that knows the type only roughly: members missing, repeated, in another order or case, of another kind.</summary>
internal static class Mutation
{
    private static readonly string[] s_others = ["null", "true", "0", "-1", "1.5", "1e3", "99999999999999999999", "\"\"", "\"1\"", "\"x\"", "\" 1\"", "\"2026-11-24\"", "[]", "[1]", "{}", "{\"a\":1}", "\"\\ud800\"", "\"1.0\"", "\"true\""];

    public static string Of(JsonNode json, Random random)
    {
        var members = Objects(json).ToList();
        if (members.Count == 0)
        {
            return json.ToJsonString();
        }

        var target = members[random.Next(members.Count)];
        var names = target.Select(static m => m.Key).ToList();
        var name = names.Count == 0 ? "none" : names[random.Next(names.Count)];
        switch (random.Next(6))
        {
            case 0:
                _ = target.Remove(name);
                break;
            case 1:
                target[name + "2"] = JsonNode.Parse(s_others[random.Next(s_others.Length - 3)]);
                break;
            case 2:
                var value = target[name]?.DeepClone();
                _ = target.Remove(name);
                target[random.Next(2) == 0 ? name.ToUpperInvariant() : name] = value;
                break;
            case 3 when target[name]?.GetValueKind() == JsonValueKind.Number:
                target[name] = target[name]!.ToJsonString();
                break;
            case 4:
                // The same name twice is no JsonNode, so it is put in by text.
                target["duplicate-here"] = 0;
                return json.ToJsonString().Replace("\"duplicate-here\":0", $"{JsonSerializer.Serialize(name)}:{s_others[random.Next(s_others.Length)]}", StringComparison.Ordinal);
            default:
                target[name] = "replace-here";
                return json.ToJsonString().Replace("\"replace-here\"", s_others[random.Next(s_others.Length)], StringComparison.Ordinal);
        }

        return json.ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject found:
                yield return found;
                foreach (var inner in found.SelectMany(static m => Objects(m.Value)))
                {
                    yield return inner;
                }

                break;
            case JsonArray items:
                foreach (var inner in items.SelectMany(Objects))
                {
                    yield return inner;
                }

                break;
        }
    }
}
