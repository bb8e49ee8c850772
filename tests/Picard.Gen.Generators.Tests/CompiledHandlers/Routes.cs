using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class RoutesApplication;

/// <summary>Every kind of pattern. Each method answers with its name and its values.</summary>
[Handler(Application = typeof(RoutesApplication))]
internal sealed partial class Routes
{
    [Get("/")] private string Root() => "root";

    [Get("/users")] private string List() => "list";
    [Post("/users")] private string Add() => "add";
    [Get("/users/me")] private string Me() => "me";
    [Post("/users/{id}")] private string Update(string id) => $"update {id}";
    [Get("/users/{id:int}")] private string Get(int id) => $"get {id}";
    [Get("/users/{name}")] private string Named(string name) => $"named {name}";
    [Get("/users/{id:int}/posts")] private string Posts(int id) => $"posts {id}";
    [Get("/users/{name}/files/{**path}")] private string Files(string name, string path) => $"files {name}: {path}";

    [Get("/long/{v:long}")] private string Long(long v) => $"long {v}";
    [Get("/guid/{v:guid}")] private string Guid(Guid v) => $"guid {v}";
    [Get("/bool/{v:bool}")] private string Bool(bool v) => $"bool {v}";
    [Get("/alpha/{v:alpha}")] private string Alpha(string v) => $"alpha {v}";
    [Get("/min/{v:min(3)}")] private string Min(int v) => $"min {v}";
    [Get("/max/{v:max(3)}")] private string Max(int v) => $"max {v}";
    [Get("/range/{v:range(3,5)}")] private string Range(int v) => $"range {v}";
    [Get("/length/{v:length(3)}")] private string Length(string v) => $"length {v}";
    [Get("/lengths/{v:length(2,4)}")] private string Lengths(string v) => $"lengths {v}";
    [Get("/regex/{v:regex(^[a-c]{{2}}/?$)}")] private string Regex(string v) => $"regex {v}";
    [Get("/both/{v:int:min(10)}")] private string Both(int v) => $"both {v}";

    [Get("/mixed/{v:int}")] private string MixedInt(int v) => $"int {v}";
    [Get("/mixed/{v:guid}")] private string MixedGuid(Guid v) => $"guid {v}";
    [Get("/mixed/{v:alpha}")] private string MixedAlpha(string v) => $"alpha {v}";
    [Get("/mixed/{v}")] private string Mixed(string v) => $"any {v}";

    [Get("/page/{number:int?}")] private string Page(int? number) => $"page {number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}";
    [Get("/sized/{size=10}")] private string Sized(int size) => $"size {size}";
    [Get("/two/{a?}/{b?}")] private string Two(string a = "x", string? b = null) => $"two {a} {b ?? "null"}";

    [Get("/1/2/3/4/5/6/{seven}/{eight}/{nine}")] private string Nine(string seven, string eight, string nine) => $"nine {seven} {eight} {nine}";

    [Get("/a/b/c/d"), Post("/a/b/c/d"), Get("/alias")] private string Deep() => "deep";
    [Get("/a/{x}/c/e")] private string Deeper(string x) => $"deeper {x}";
    [Get("/über/{x}")] private string Unicode(string x) => $"unicode {x}";

    [Head("/head")] private StatusCode Head() => StatusCode.Accepted;
    [Get("/head")] private string HeadGet() => "body";
    [Options("/options")] private string Options() => "options";
    [Patch("/patch"), Put("/patch"), Delete("/patch")] private static string Several() => "several";

    [Get("/many/one")] private string One() => "one";
    [Get("/many/two")] private string Two() => "two";
    [Get("/many/three")] private string Three() => "three";
    [Get("/many/four")] private string Four() => "four";
    [Get("/many/five")] private string Five() => "five";
    [Get("/many/six")] private string Six() => "six";
    [Get("/many/ten")] private string Ten() => "ten";
    [Get("/many/her")] private string Her() => "her";
    [Get("/many/his")] private string His() => "his";
}

[Application]
internal sealed partial class FallbackApplication;

[Handler(Application = typeof(FallbackApplication))]
internal sealed partial class WithFallback
{
    [Get("/known")] private string Known() => "known";

    [Fallback]
    private string Anything(Request request, ReadOnlyMemory<byte> content) => $"{request.Method.Token} {request.Target} {content.Length}";
}
