namespace Picard.Gen.Analyzers.Tests;

/// <summary>Text of a client as the value of a field.</summary>
public class PeerFieldAnalyzerTests
{
    // The platform's own assemblies are not referenced by tests; the rules go by names.
    private const string Platform = """

        namespace Microsoft.Extensions.Primitives { public readonly struct StringValues { public static implicit operator string?(StringValues values) => null; public static implicit operator StringValues(string? value) => default; } }
        namespace Microsoft.AspNetCore.Routing { public class RouteValueDictionary { public object? this[string key] => null; } }
        namespace Microsoft.AspNetCore.Http
        {
            using Microsoft.Extensions.Primitives;
            public interface IHeaderDictionary { StringValues this[string key] { get; set; } StringValues ETag { get; set; } StringValues ContentDisposition { get; set; } }
            public static class HeaderDictionaryExtensions { public static void Append(this IHeaderDictionary headers, string key, StringValues value) { } }
            public interface IQueryCollection { StringValues this[string key] { get; } bool TryGetValue(string key, out StringValues value); bool ContainsKey(string key); }
            public interface IFormFile { string FileName { get; } long Length { get; } }
            public struct PathString { public string? Value => null; }
            public class HttpRequest { public IHeaderDictionary Headers => null!; public IQueryCollection Query => null!; public PathString Path => default; public Microsoft.AspNetCore.Routing.RouteValueDictionary RouteValues => null!; }
            public class HttpResponse { public IHeaderDictionary Headers => null!; public string? ContentType { get; set; } }
            public class HttpContext { public HttpRequest Request => null!; public HttpResponse Response => null!; }
            public delegate Task RequestDelegate(HttpContext context);
        }
        namespace Microsoft.AspNetCore.Mvc
        {
            using Microsoft.AspNetCore.Http;
            public class ControllerBase { public HttpRequest Request => null!; public HttpResponse Response => null!; }
            public class FromHeaderAttribute : Attribute; public class FromServicesAttribute : Attribute; public class FromBodyAttribute : Attribute;
            public class HttpGetAttribute(string template) : Attribute { public string Template => template; }
        }
        """;

    private const string Names = """

        public record Order(string Name, int Count) { public Guid Id { get; init; } }
        public record Key(string Text) : IParsable<Key>
        {
            public static Key Parse(string s, IFormatProvider? provider) => new(s);
            public static bool TryParse(string? s, IFormatProvider? provider, out Key result) { result = new(s ?? ""); return s == "a"; }
        }
        public record Batch(Order First, Checked Checked, Uri Link);
        public record Checked([property: System.ComponentModel.DataAnnotations.RegularExpression("[a-z]+")] string Name);
        public class Valid : IValidatable { public string Name { get; set; } = ""; public void Validate(ref Violations violations) { } }
        public enum Color { Red }
        public class Store { public string? Find(string name) => null; public bool Knows(string name) => false; public Dictionary<string, string> Known { get; } = new(); }
        """;

    [Theory]
    [InlineData("[Get(\"/a/{name}\")] Response A(string name) { var r = new Response(StatusCode.Ok); r.Fields.Set(\"X-Name\", {|PIC4007:name|}); return r; }")]
    [InlineData("[Get(\"/a/{*rest}\")] Response A(string rest) { var r = new Response(StatusCode.Ok); r.Fields.Add(KnownField.ETag, {|PIC4007:$\"\\\"{rest}\\\"\"|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string? name) { var r = new Response(StatusCode.Ok); if (name is not null) { r.Fields[\"X-Name\"] = {|PIC4007:name|}; } return r; }")]
    [InlineData("[Get(\"/a\")] Response A([Header(\"X-Id\")] string id) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Id\", {|PIC4007:id.Trim()|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string file) { var r = new Response(StatusCode.Ok); var value = \"attachment; filename=\" + file; r.Fields.Set(\"Content-Disposition\", {|PIC4007:value|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string file) { if (string.IsNullOrEmpty(file) || file.Length > 64) { return new Response(StatusCode.BadRequest); } return new Response(StatusCode.Ok) { ContentType = {|PIC4007:file|} }; }")]
    [InlineData("[Post(\"/a\")] Response A(Order order) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Name\", {|PIC4007:order.Name|}); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Order order) { if (order.Count > 5) { return new Response(StatusCode.BadRequest); } var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Name\", {|PIC4007:order.Name|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string[] names) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Names\", {|PIC4007:string.Join(\", \", names)|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string[] names) { var r = new Response(StatusCode.Ok); foreach (var name in names) { r.Fields.Add(\"X-Name\", {|PIC4007:name|}); } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string theme) { var r = new Response(StatusCode.Ok); r.Fields.SetCookie(new ResponseCookie(\"theme\", {|PIC4007:theme|})); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string q) => new Response(StatusCode.Ok) { Fields = { { \"X-Q\", {|PIC4007:q|} } } };")]
    [InlineData("[Get(\"/a\")] Response A(string q) => new(StatusCode.Ok) { Fields = { [\"X-Q\"] = {|PIC4007:q|} } };")]
    [InlineData("[Get(\"/a/{name:maxlength(5)}\")] Response A(string name) => Response.Bytes(StatusCode.Ok, default, {|PIC4007:name ?? \"text/plain\"|});")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = new Response(StatusCode.Ok); if (name == \"x\") { r.Fields.Add(\"X-Other\", \"1\"); } r.Fields.Add(\"X-Name\", {|PIC4007:name|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"Location\", {|PIC4007:\"/u/\" + name|}); if (name != \"x\") { return new Response(StatusCode.BadRequest); } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name, Request request) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Path\", {|PIC4007:Uri.UnescapeDataString(request.Target)|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string? name) { name ??= \"none\"; var r = new Response(StatusCode.Ok); r.Fields.Set(\"X-Name\", {|PIC4007:name|}); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Batch batch) { var r = new Response(StatusCode.Ok); r.Fields.Add(\"X-Name\", {|PIC4007:batch.First.Name|}); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = new Response(StatusCode.Ok); try { r.Fields.Set(\"X-Name\", {|PIC4007:name|}); } catch (FormatException) { return new Response(StatusCode.BadRequest); } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = new Response(StatusCode.Ok); try { r.Fields.Set(\"X-Name\", {|PIC4007:name|}); } catch (ArgumentException) { Console.Error.WriteLine(1); throw; } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = new Response(StatusCode.Ok); try { } catch (ArgumentException) { r.Fields.Set(\"X-Name\", {|PIC4007:name|}); } return r; }")]
    public Task TextOfTheClient_InAField_IsReported(string route) => Check.Source<PeerFieldAnalyzer>($"[Handler] public partial class C {{ {route} }}{Names}");

    [Theory]
    [InlineData("[Get(\"/a/{id}\")] Response A(int id, Guid key, Color color, bool all) { var r = Ok(); r.Fields.Set(\"X-Id\", $\"{id} {key} {color} {all}\"); r.Fields.Add(\"X-Key\", key.ToString()); return r; }")]
    [InlineData("[Get(\"/a/{name:alpha}\")] Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a/{name:regex(^[[a-z]]+$)}\")] Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { if (!s_allowed.Contains(name)) { return new Response(StatusCode.BadRequest); } var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = Ok(); if (System.Text.RegularExpressions.Regex.IsMatch(name, \"^[a-z]+$\")) { r.Fields.Set(\"X-Name\", name); } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var isGood = System.Text.RegularExpressions.Regex.IsMatch(name, \"^[a-z]+$\"); if (!isGood) return new Response(StatusCode.BadRequest); var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string to) { if (!Uri.TryCreate(to, UriKind.Relative, out var uri)) { return new Response(StatusCode.BadRequest); } var r = Ok(); r.Fields.Set(KnownField.Location, to); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { foreach (var c in name) { if (!char.IsAsciiLetter(c)) { return new Response(StatusCode.BadRequest); } } var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { for (var i = 0; i < name.Length; i++) { if (!char.IsAsciiLetter(name[i])) { return new Response(StatusCode.BadRequest); } } var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", Uri.EscapeDataString(name)); r.Fields.Set(\"X-Other\", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(name))); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", System.Text.Json.JsonSerializer.Serialize(name)); r.Fields.SetCookie(new ResponseCookie(\"n\", ResponseCookie.Encode(name))); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name, [Service] Store store) { var r = Ok(); r.Fields.Set(\"X-Name\", store.Known[name]); r.Fields.Set(\"X-Length\", name.Length.ToString()); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name, [Service] Store store) { var found = store.Find(name); if (found is null) { return new Response(StatusCode.NotFound); } var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", name switch { \"a\" => \"1\", _ => \"2\" }); switch (name) { case \"b\": r.Fields.Set(\"X-B\", name); break; } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { name = Clean(name); var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { Validate(name); var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { if (name != \"x\") { name = \"y\"; } var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var shown = IsPlain(name) ? name : \"?\"; var r = Ok(); r.Fields.Set(\"X-Name\", shown); return r; }")]
    [InlineData("[Get(\"/a\")] Response A([Cookie(\"theme\")] string theme) { var r = Ok(); r.Fields.SetCookie(new ResponseCookie(\"theme\", theme)); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(Request request) { var r = Ok(); r.Fields.Set(\"X-Id\", request.Fields.GetText(\"X-Id\") ?? \"\"); r.Fields.Set(\"X-Target\", request.Target); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Checked content, Order order) { var r = Ok(); r.Fields.Set(\"X-Name\", content.Name); r.Fields.Set(\"X-Id\", order.Id.ToString()); r.Fields.Set(\"X-Count\", $\"{order.Count}\"); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Valid content) { var r = Ok(); r.Fields.Set(\"X-Name\", content.Name); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Order order) { Validate(order); var r = Ok(); r.Fields.Set(\"X-Name\", order.Name); return r; }")]
    [InlineData("[Get(\"/a/{name}\")] Redirect A(string name) => Redirect.Found(\"/u/\" + name);")]
    [InlineData("[Get(\"/a/{name}\")] Dictionary<string, string> A(string name) { var all = new Dictionary<string, string>(); all.Add(\"name\", name); all[\"x\"] = name; return all; }")]
    [InlineData("Response A(string name) { var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { var r = Ok(); try { r.Fields.Set(\"X-Name\", name); } catch (ArgumentException) { return new Response(StatusCode.BadRequest); } return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string name) { try { var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; } catch (Exception e) when (e is not OperationCanceledException) { return new Response(StatusCode.BadRequest); } }")]
    [InlineData("[Get(\"/a\")] Response A(Key key) { var r = Ok(); r.Fields.Set(\"X-Key\", key.Text); return r; }")]
    [InlineData("[Get(\"/a\")] Response A(string? name) { name ??= \"none\"; name = Clean(name); var r = Ok(); r.Fields.Set(\"X-Name\", name); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Batch batch) { Validate(batch.First); var r = Ok(); r.Fields.Set(\"X-Name\", batch.First.Name); return r; }")]
    [InlineData("[Post(\"/a\")] Response A(Batch batch) { var r = Ok(); r.Fields.Set(\"X-Name\", batch.Checked.Name); r.Fields.Set(\"X-Path\", batch.Link.AbsolutePath); return r; }")]
    public Task WhatIsCheckedEncodedOrNotTheClients_IsFine(string route) => Check.Source<PeerFieldAnalyzer>($$"""
        [Handler] public partial class C
        {
            private static readonly HashSet<string> s_allowed = ["a"];
            private static Response Ok() => new(StatusCode.Ok);
            private static string Clean(string text) => text;
            private static bool IsPlain(string text) => true;
            private static void Validate(object value) { }
            {{route}}
        }{{Names}}
        """);

    [Theory]
    [InlineData("[OnContent] public void Content(ReadOnlySpan<byte> octets) { Downstream.Fields.Set(\"X-First\", {|PIC4007:System.Text.Encoding.UTF8.GetString(octets)|}); }")]
    [InlineData("[OnRequest] public void Request(Request request) { Downstream.Fields.Set(\"X-Path\", {|PIC4007:Uri.UnescapeDataString(System.Text.Encoding.ASCII.GetString(request.Head.Target.Path))|}); Downstream.Respond(StatusCode.Ok); }")]
    public Task EventsWithTextOfTheClient_AreReported(string members) => Check.Source<PeerFieldAnalyzer>($"[Handler(\"POST /a\")] public partial class C {{ private Downstream Downstream => default; {members} }}");

    [Theory]
    [InlineData("[OnContent] public void Content(ReadOnlySpan<byte> octets) { Downstream.Fields.Set(\"X-Length\", octets.Length.ToString()); Downstream.Fields.Set(\"X-Hash\", Convert.ToHexString(octets)); }")]
    [InlineData("[OnRequest] public void Request(Request request) { Downstream.Fields.Set(\"X-Path\", System.Text.Encoding.ASCII.GetString(request.Head.Target.Path)); Downstream.Fields.Set(\"Content-Type\", request.Fields.GetText(KnownField.ContentType) ?? \"text/plain\"); }")]
    public Task EventsWithoutIt_AreFine(string members) => Check.Source<PeerFieldAnalyzer>($"[Handler(\"POST /a\")] public partial class C {{ private Downstream Downstream => default; {members} }}");

    [Theory]
    [InlineData("public void Get(string name) { Response.Headers[\"X-Name\"] = {|PIC4007:name|}; }")]
    [InlineData("public void Get(string name) { Response.Headers.Append(\"X-Name\", {|PIC4007:name|}); }")]
    [InlineData("public void Get(string tag) { Response.Headers.ETag = {|PIC4007:$\"\\\"{tag}\\\"\"|}; }")]
    [InlineData("public void Get() { Response.ContentType = {|PIC4007:Request.Query[\"type\"]|}; }")]
    [InlineData("public void Get() { if (Request.Query.TryGetValue(\"x\", out var x)) { Response.Headers[\"X-X\"] = {|PIC4007:x|}; } }")]
    [InlineData("public void Get() { Response.Headers[\"X-X\"] = {|PIC4007:Request.RouteValues[\"x\"]?.ToString()|}; }")]
    [InlineData("public void Post(IFormFile file) { Response.Headers.ContentDisposition = {|PIC4007:$\"attachment; filename={file.FileName}\"|}; }")]
    [InlineData("public void Post([FromBody] Item item) { Response.Headers[\"X-Name\"] = {|PIC4007:item.Name|}; }")]
    public Task OfAspNetCore_TextOfTheClient_IsReported(string action) => OfPlatform(action);

    [Theory]
    [InlineData("public void Get(int id) { Response.Headers[\"X-Id\"] = id.ToString(); Response.Headers.Append(\"X-Also\", $\"{id}\"); }")]
    [InlineData("public void Get([FromHeader] string id) { Response.Headers[\"X-Id\"] = id; }")]
    [InlineData("public void Get() { Response.Headers[\"X-Id\"] = Request.Headers[\"X-Id\"]; }")]
    [InlineData("public void Get(string name) { Request.Headers[\"X-Name\"] = name; }")]
    [InlineData("public void Get(string name) { if (!Known.Contains(name)) return; Response.Headers[\"X-Name\"] = name; }")]
    [InlineData("public void Get() { string? x = Request.Query[\"x\"]; if (!Known.Contains(x ?? \"\")) return; Response.Headers[\"X-X\"] = x; }")]
    [InlineData("public void Get(string name) { Response.Headers[\"X-Name\"] = Uri.EscapeDataString(name); }")]
    [InlineData("[HttpGet(\"{name:alpha}\")] public void Get(string name) { Response.Headers[\"X-Name\"] = name; }")]
    [InlineData("public void Get([FromServices] string name) { Response.Headers[\"X-Name\"] = name; }")]
    [InlineData("public void Get(Item service) { Response.Headers[\"X-Name\"] = service.Name; }")]
    public Task OfAspNetCore_Others_AreFine(string action) => OfPlatform(action);

    [Fact]
    public Task PeerField_NamesTextAndField() => Check.Source<PeerFieldAnalyzer>(
        "[Handler] public partial class C { [Get(\"/a/{name}\")] Response A(string name) { var r = new Response(StatusCode.Ok); r.Fields.Set(\"X-Name\", {|#0:\"n=\" + name|}); return r; } }",
        Check.Message(Rules.PeerField, "'name' comes from the client and nothing has looked at its characters, so with one that no field can have, such as a line break, 'Fields.Set' throws and the client gets a 500; check it before, or encode it, as with Uri.EscapeDataString"));

    private static Task OfPlatform(string action) => Check.Source<PeerFieldAnalyzer>($$"""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        public class Item { public string Name { get; set; } = ""; }
        public class Items : ControllerBase { private static readonly HashSet<string> Known = ["a"]; {{action}} }
        {{Platform}}
        """);
}
