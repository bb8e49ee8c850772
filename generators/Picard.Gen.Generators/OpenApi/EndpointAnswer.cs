using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>What the content of an answer is.</summary>
internal enum AnswerContent
{
    None,
    Text,
    Octets,

    /// <summary>Octets that the method writes itself.</summary>
    Stream,

    /// <summary>JSON Lines, one value each.</summary>
    Lines,

    /// <summary>Server-Sent Events with values as their data.</summary>
    ServerEvents,
    Json,
    Problem,
    Any,

    /// <summary>What the events of an exchange send.</summary>
    Events,
}

/// <summary>A way in which a method may answer.</summary>
/// <param name="Status">The status; <c>3XX</c> for any redirection, <c>default</c> for any at all.</param>
/// <param name="Content">What the content is.</param>
/// <param name="Value">The type of the value, or of each of several, if the content is JSON.</param>
internal sealed record EndpointAnswer(string Status, AnswerContent Content, TypeReference? Value = null)
{
    public const string AnyStatus = "default";

    /// <summary>The answer of an event handler.</summary>
    public static readonly EndpointAnswer OfEvents = new(AnyStatus, AnswerContent.Events);

    /// <summary>The answer of a WebSocket.</summary>
    public static readonly EndpointAnswer OfWebSocket = new("101", AnswerContent.None);

    private static readonly EndpointAnswer s_written = new("200", AnswerContent.Stream);
    private static readonly EndpointAnswer s_nothing = new("204", AnswerContent.None);

    private static readonly Dictionary<string, EndpointAnswer> s_named = new(StringComparer.Ordinal)
    {
        ["StatusCode"] = new(AnyStatus, AnswerContent.None),
        ["Response"] = new(AnyStatus, AnswerContent.Any),
        ["FileResponse"] = new("200", AnswerContent.Octets),
        ["Problem"] = new(AnyStatus, AnswerContent.Problem),
        ["Ok"] = new("200", AnswerContent.None),
        ["Created"] = new("201", AnswerContent.None),
        ["Accepted"] = new("202", AnswerContent.None),
        ["NoContent"] = new("204", AnswerContent.None),
        ["Redirect"] = new("3XX", AnswerContent.None),
        ["BadRequest"] = new("400", AnswerContent.Problem),
        ["Forbidden"] = new("403", AnswerContent.Problem),
        ["NotFound"] = new("404", AnswerContent.Problem),
        ["Conflict"] = new("409", AnswerContent.Problem),
        ["UnprocessableContent"] = new("422", AnswerContent.Problem),
    };

    /// <summary>Whether the field Location comes with it.</summary>
    public bool HasLocation => Status is "201" or "202" or "3XX";

    /// <summary>What a result type says, in the order in which it says it; before that, what a method writes that takes a writer.</summary>
    public static List<EndpointAnswer> Of(TypeReference type, TypeTable types, List<EndpointInput> inputs)
    {
        var answers = new List<EndpointAnswer>();
        Add(answers, type, types);
        if (inputs.Exists(static i => i.Place == InputPlace.Response))
        {
            // To return nothing means then that all is written.
            _ = answers.RemoveAll(static a => ReferenceEquals(a, s_nothing));
            answers.Insert(0, s_written);
        }

        return answers;
    }

    private static void Add(List<EndpointAnswer> answers, TypeReference type, TypeTable types)
    {
        type = TypeTable.Expand(type);
        if (type.IsNullable)
        {
            Add(answers, type.Plain, types);
            answers.Add(s_named["NotFound"]);
            return;
        }

        switch (type.Syntax)
        {
            case PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }:
                answers.Add(s_nothing);
                return;
            case PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword }:
                answers.Add(new EndpointAnswer("200", AnswerContent.Text));
                return;
            case ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword }, RankSpecifiers.Count: 1 }:
                answers.Add(new EndpointAnswer("200", AnswerContent.Octets));
                return;
        }

        if (types.Find(type) is not null)
        {
            answers.Add(new EndpointAnswer("200", AnswerContent.Json, type));
            return;
        }

        AddNamed(answers, type, types);
    }

    /// <summary>Adds what a type of the framework says, or a value of any other.</summary>
    private static void AddNamed(List<EndpointAnswer> answers, TypeReference type, TypeTable types)
    {
        var arguments = type.TypeArguments;
        switch (type.Key)
        {
            case "Task" or "ValueTask":
                answers.Add(s_nothing);
                break;
            case "Task`1" or "ValueTask`1" or "Nullable`1":
                Add(answers, arguments[0], types);
                break;
            case "IAsyncEnumerable`1":
                answers.Add(TypeTable.Expand(arguments[0]) is { Key: "SseItem`1" } item
                    ? new EndpointAnswer("200", AnswerContent.ServerEvents, item.TypeArguments[0])
                    : new EndpointAnswer("200", AnswerContent.Lines, arguments[0]));
                break;
            case "ReadOnlyMemory`1" when arguments[0].Text == "byte":
                answers.Add(new EndpointAnswer("200", AnswerContent.Octets));
                break;
            case var key when s_named.TryGetValue(key, out var named):
                answers.Add(named);
                break;
            case var key when key.StartsWith("Results`", StringComparison.Ordinal):
                foreach (var argument in arguments)
                {
                    Add(answers, argument, types);
                }

                break;
            case var key when key.EndsWith("`1", StringComparison.Ordinal) && s_named.TryGetValue(key.Substring(0, key.Length - 2), out var valued):
                answers.Add(new EndpointAnswer(valued.Status, AnswerContent.Json, arguments[0]));
                break;
            default:
                answers.Add(new EndpointAnswer("200", AnswerContent.Json, type));
                break;
        }
    }
}
