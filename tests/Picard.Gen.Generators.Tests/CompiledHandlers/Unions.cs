using System.Text.Json.Serialization;
using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class UnionsApplication;

public sealed record Reason(string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
[JsonSerializable(typeof(User))]
internal sealed partial class LoudJson : JsonSerializerContext;

/// <summary>Handlers whose results say their status, alone and in unions.</summary>
[Handler(Application = typeof(UnionsApplication))]
internal sealed partial class Unions
{
    private static readonly User s_ada = new(1, "Ada");

    [Get("/created")] private Created<User> Created(string at) => Picard.Created.At(at, s_ada);
    [Get("/created/task")] private Task<Created<User>> CreatedTask() => Task.FromResult(Picard.Created.At("/users/1", s_ada));
    [Get("/created/value-task")] private async ValueTask<Created<User>> CreatedValueTask() => await new ValueTask<Created<User>>(Picard.Created.At("/users/1", s_ada));
    [Get("/created/null")] private Created<User>? NoneCreated() => null;
    [Get("/created/default")] private Created<User?> CreatedNowhere() => default;
    [Get("/created/bare")] private Created CreatedBare() => Picard.Created.At(new Uri("https://example.org/ü?q=1"));
    [Get("/accepted")] private Accepted Accepted() => Picard.Accepted.At("/jobs/1");
    [Get("/accepted/value")] private Accepted<int> AcceptedValue() => Picard.Accepted.With(7);
    [Get("/accepted/value/at")] private Accepted<int> AcceptedValueAt() => Picard.Accepted.At("/jobs/1", 7);
    [Get("/ok")] private Ok Ok() => default;
    [Get("/ok/value")] private Ok<List<User>> OkValue() => Picard.Ok.With(new List<User> { s_ada });
    [Get("/none")] private NoContent NoContent() => default;
    [Get("/not-found")] private NotFound NotFound() => default;
    [Get("/not-found/value")] private NotFound<Reason> NotFoundValue() => Picard.NotFound.With(new Reason("gone"));
    [Get("/bad")] private BadRequest Bad() => default;
    [Get("/bad/value")] private BadRequest<Reason> BadValue() => BadRequest.With(new Reason("bad"));
    [Get("/forbidden")] private Forbidden Forbidden() => default;
    [Get("/conflict")] private Conflict Conflict() => default;
    [Get("/conflict/value")] private Conflict<Reason> ConflictValue() => Picard.Conflict.With(new Reason("twice"));
    [Get("/unprocessable")] private UnprocessableContent Unprocessable() => default;
    [Get("/unprocessable/value")] private UnprocessableContent<Reason> UnprocessableValue() => UnprocessableContent.With(new Reason("no"));

    [Get("/redirect")]
    private Redirect Redirect(string kind, string to) => kind switch
    {
        "301" => Picard.Redirect.MovedPermanently(to),
        "302" => Picard.Redirect.Found(to),
        "303" => Picard.Redirect.SeeOther(to),
        "307" => Picard.Redirect.Temporary(to),
        "308" => Picard.Redirect.Permanent(to),
        _ => default,
    };

    [Get("/union")]
    private Results<User, NotFound, Conflict<Reason>, string, StatusCode, Problem> Union(string kind) => kind switch
    {
        "user" => s_ada,
        "null" => (User)null!,
        "none" => default(NotFound),
        "conflict" => Picard.Conflict.With(new Reason("twice")),
        "text" => "text",
        "status" => StatusCode.Gone,
        "problem" => new Problem(StatusCode.Locked) { Detail = "D" },
        _ => default,
    };

    [Get("/union/two")] private ValueTask<Results<Created<User>, NoContent>> Two(bool made) => new(made ? Picard.Created.At("/users/1", s_ada) : default(NoContent));
    [Get("/union/three")]
    private async Task<Results<byte[], ReadOnlyMemory<byte>, Response>> Three(int kind)
    {
        await Task.CompletedTask;
        return kind switch
        {
            1 => new byte[] { 65 },
            2 => new ReadOnlyMemory<byte>([66]),
            _ => Response.Text(StatusCode.Ok, "C"),
        };
    }

    [Get("/union/four")]
    private Results<int, bool, User?, NoContent>? Four(int kind) => kind switch
    {
        1 => 4,
        2 => true,
        3 => default(NoContent),
        _ => null,
    };

    [Get("/union/five")]
    private Results<Ok, Accepted, Results<NotFound, Forbidden>, BadRequest, User[]> Five(bool nested) =>
        nested ? (Results<NotFound, Forbidden>)default(Forbidden) : new[] { s_ada };

    [Get("/loud"), Json<LoudJson>]
    private Results<User, NotFound, Created<User>, string> Loud(int kind) => kind switch
    {
        1 => s_ada,
        2 => default(NotFound),
        3 => Picard.Created.At("/users/1", s_ada),
        _ => "text",
    };

    [Get("/loud/optional"), Json<LoudJson>]
    private async Task<Results<User, NoContent>?> LoudOptional(bool there)
    {
        await Task.CompletedTask;
        return there ? s_ada : default(Results<User, NoContent>?);
    }

    [Get("/loud/alone"), Json<LoudJson>] private NotFound LoudNothing() => default;
    [Get("/loud/created"), Json<LoudJson>] private ValueTask<Created<User>> LoudCreated() => new(Picard.Created.At("/users/1", s_ada));
}
