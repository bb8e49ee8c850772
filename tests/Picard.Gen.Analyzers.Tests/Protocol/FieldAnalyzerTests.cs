namespace Picard.Gen.Analyzers.Tests;

/// <summary>Fields that the runtime would refuse.</summary>
public class FieldAnalyzerTests
{
    [Theory]
    [InlineData("fields.Set({|PIC4005:KnownField.ContentLength|}, length);")]
    [InlineData("fields.Add({|PIC4005:\"transfer-encoding\"|}, \"chunked\");")]
    [InlineData("fields.Set({|PIC4005:\"Connection\"|}, \"close\");")]
    [InlineData("fields[{|PIC4005:\"Date\"|}] = length;")]
    [InlineData("fields.Set({|PIC4006:\"X Trace\"|}, length);")]
    [InlineData("fields.Add({|PIC4006:\"\"|}, length);")]
    [InlineData("fields.Add(\"X-Trace\", {|PIC4006:\"a\\r\\nb\"|});")]
    [InlineData("_ = new Response(StatusCode.Ok) { Fields = { { {|PIC4005:\"Content-Length\"|}, \"3\" } } };")]
    [InlineData("_ = new Response(StatusCode.Ok) { Fields = { { \"X-A\", \"1\" }, { {|PIC4006:\"Bad Name\"|}, \"3\" } } };")]
    [InlineData("_ = new Response(StatusCode.Ok) { Fields = { [{|PIC4006:\"Bad Name\"|}] = \"3\" } };")]
    [InlineData("_ = new ResponseFields { { {|PIC4005:KnownField.Date|}, length } };")]
    public Task WhatTheRuntimeRefuses_IsReported(string statement) => Check.Source<FieldAnalyzer>(In(statement));

    [Theory]
    [InlineData("fields.Set(KnownField.CacheControl, \"no-store\");")]
    [InlineData("fields.Set(KnownField.ContentType, \"text/plain; charset=utf-8\");")]
    [InlineData("fields.Add(\"X-Trace\", \"a\\tb\");")]
    [InlineData("fields.Add(\"Retry-After\", length);")]
    [InlineData("fields[\"ETag\"] = \"\\\"1\\\"\";")]
    [InlineData("_ = fields[\"Content-Length\"];")]
    [InlineData("fields.Add(length, length);")]
    [InlineData("var other = new Dictionary<string, string>(); other.Add(\"Content-Length\", \"5\"); other[\"Connection\"] = \"close\";")]
    [InlineData("_ = new Response(StatusCode.Ok) { Fields = { { \"X-A\", \"1\" }, { KnownField.CacheControl, \"no-store\" } } };")]
    [InlineData("_ = new Dictionary<string, string> { { \"Content-Length\", \"3\" }, { \"Bad Name\", \"3\" } };")]
    public Task WhatTheRuntimeAccepts_IsFine(string statement) => Check.Source<FieldAnalyzer>(In(statement));

    [Fact]
    public Task FieldOfTheFramework_NamesIt() => Check.Source<FieldAnalyzer>(
        In("fields.Set({|#0:\"Connection\"|}, \"close\");"),
        Check.Message(Rules.FrameworkField, "'Connection' belongs to the framework, which says it from the content and the connection, so setting it throws"));

    [Fact]
    public void FieldsOfTheFramework_AreThoseThatTheRuntimeRefuses()
    {
        var refused = Enum.GetValues<KnownField>().Where(static field => field != KnownField.None && IsRefused(field)).ToList();

        Assert.Equal(refused.Select(static field => field.ToString()).Order(StringComparer.Ordinal), FieldAnalyzer.OwnedMembers.Order(StringComparer.Ordinal));
        Assert.Equal(refused.Select(Picard.Http.KnownFields.Name).Order(StringComparer.Ordinal), FieldAnalyzer.OwnedNames.Order(StringComparer.Ordinal));
    }

    private static bool IsRefused(KnownField name)
    {
        try
        {
            new ResponseFields().Add(name, "1");
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static string In(string statement) => $$"""
        public class Answers { public void Set(ResponseFields fields, string length) { {{statement}} } }
        """;
}
