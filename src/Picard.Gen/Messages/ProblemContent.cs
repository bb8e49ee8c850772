using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>A problem as content: JSON (RFC 9457), or a line of text for a client that likes that better.</summary>
internal readonly struct ProblemContent
{
    private const string Json = "application/problem+json";

    // Statuses from 400 to 599, made when first needed: what anybody can provoke by a wrong URL must cost nothing.
    private static readonly byte[]?[] s_json = new byte[200][];
    private static readonly byte[]?[] s_text = new byte[200][];

    private ProblemContent(string contentType, ReadOnlyMemory<byte> octets)
    {
        ContentType = contentType;
        Octets = octets;
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Chooses by the Accept field. JSON if both are as welcome, and if neither is: a client that cannot read the answer still sees that there is one.</summary>
    public static ProblemContent For(Problem problem, FieldSection fields) => PrefersText(fields)
        ? new ProblemContent(Exchange.TextContentType, Encoding.UTF8.GetBytes(ToText(problem)))
        : new ProblemContent(Json, problem.ToJson());

    /// <summary>The same for a status from 400 to 599 that says it all.</summary>
    public static ProblemContent For(StatusCode status, FieldSection fields)
    {
        // Race: two threads may make the same octets, and either may stay.
        var index = status.Code - 400;
        return PrefersText(fields)
            ? new ProblemContent(Exchange.TextContentType, s_text[index] ??= Encoding.UTF8.GetBytes(ToText(new Problem(status))))
            : new ProblemContent(Json, s_json[index] ??= new Problem(status).ToJson().ToArray());
    }

    private static bool PrefersText(FieldSection fields)
    {
        if (!fields.Contains(KnownField.Accept))
        {
            return false;
        }

        // A script that wants JSON often says application/json, and means this too.
        var json = Math.Max(Acceptance.Quality(fields, "application/problem+json"u8), Acceptance.Quality(fields, "application/json"u8));
        return Acceptance.Quality(fields, "text/plain"u8) > json;
    }

    private static string ToText(Problem problem)
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture, $"{problem.Status.Code} {problem.Title ?? problem.Status.ReasonPhrase}");
        _ = (problem.Detail is null ? text : text.Append(": ").Append(problem.Detail)).Append('\n');
        foreach (var (path, messages) in problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            foreach (var message in messages)
            {
                text.Append(path).Append(": ").Append(message).Append('\n');
            }
        }

        return text.ToString();
    }
}
