using System.Buffers;
using System.Text;
using System.Text.Json;
using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

public sealed class JsonTests
{
    private const string Json = "Content-Type: application/json";

    private readonly ExchangeHarness _harness = ExchangeHarness.For<JsonApplication>();

    [Theory] // Seed MW-32
    [InlineData("GET /users/42", """{"id":42,"name":"Ada"}""")]
    [InlineData("GET /users", """[{"id":1,"name":"Ada"},{"id":2,"name":"Grace"}]""")]
    [InlineData("GET /points/1/2", """{"x":1,"y":2}""")]
    [InlineData("GET /count", "3")]
    public void Result_IsJson(string request, string content)
    {
        var response = _harness.Send(request);
        Assert.Equal(200, response.Status);
        Assert.Equal("application/json", response["Content-Type"]);
        Assert.Equal(content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), response["Content-Length"]);
        Assert.Equal(content, response.Content);
    }

    [Theory]
    [InlineData("GET /users/7")]
    [InlineData("GET /points/none")]
    public void Null_IsNotFound(string request) => Assert.Equal(404, _harness.Send(request).Status);

    [Fact]
    public void Result_ToHead_HasItsLengthAndNoContent()
    {
        var response = _harness.Send("HEAD /users/42");
        Assert.Equal("22", response["Content-Length"]);
        Assert.Equal("", response.Content);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Result_OfAnySize_IsSentWhole(int n)
    {
        // Twice: the memory of the first is used again.
        for (var round = 0; round < 2; round++)
        {
            var response = _harness.Send($"GET /large/{n}");
            Assert.Equal(JsonSerializer.Serialize(Enumerable.Range(0, n)), response.Content);
            Assert.Equal(response.Content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), response["Content-Length"]);
        }
    }

    [Theory] // Seed MW-30
    [InlineData("POST /sum", """{"x":1,"y":2}""", """{"value":3}""")]
    [InlineData("POST /sum", " { \"Y\" : 2 , \"X\" : \"40\" , \"unknown\" : [ { } , 1 ] } \n", """{"value":42}""")]
    [InlineData("POST /sum", """{"x":1,"y":2,"x":5}""", """{"value":7}""")]
    [InlineData("POST /sum", "\u00ef\u00bb\u00bf{\"x\":1}", """{"value":1}""")]
    [InlineData("POST /users", """{"name":"Ada","tags":[{"label":"a"}]}""", """{"name":"Ada","age":18,"tags":[{"label":"a"}]}""")]
    [InlineData("PUT /list?page=2", "[1,2,3]", "12")]
    [InlineData("PUT /optional", """{"name":"Ada"}""", "Ada")]
    [InlineData("PUT /optional", "null", "none")]
    [InlineData("PATCH /optional/point", """{"x":9}""", "9")]
    [InlineData("PATCH /optional/point", "null", "none")]
    [InlineData("POST /any", """{"a":[1.50,null]}""", """{"a":[1.50,null]}""")]
    public void Content_IsRead(string request, string content, string expected)
    {
        _harness.Begin(request, content.Length, Json);
        Assert.Equal(ExchangeStep.ReadContent, _harness.Step());
        _harness.Exchange.SetContent(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(content)));
        Assert.Equal(ExchangeStep.Complete, _harness.Step());
        var response = _harness.Finish();
        Assert.Equal(expected, response.Content);
        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("PUT /optional")]
    [InlineData("PATCH /optional/point")]
    public void Content_ThatIsOptional_MayBeMissing(string request) => Assert.Equal("none", _harness.Send(request).Content);

    [Theory]
    [InlineData("POST /users", "")]
    [InlineData("POST /sum", "")]
    [InlineData("POST /users", "null")]
    public void Content_ThatIsMissing_IsABadRequest(string request, string content)
    {
        var response = _harness.Send(request, content, Json);
        Assert.Equal(400, response.Status);
        Assert.Contains("The content is missing", response.Content, StringComparison.Ordinal);
        Assert.Contains("\"parameter\":\"", response.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":5}""", "$.name", "is not a string")]
    [InlineData("""{"name":"Ada","age":"old"}""", "$.age", "is not an integer in range")]
    [InlineData("""{"age":99999999999}""", "$.age", "is not an integer in range")]
    [InlineData("""{"age":1.5}""", "$.age", "is not an integer in range")]
    [InlineData("""{"age":null}""", "$.age", "is not an integer in range")]
    [InlineData("""{"tags":[{"label":"a"},{"label":"b"},{"label":1}]}""", "$.tags[2].label", "is not a string")]
    [InlineData("""{"tags":[{"label":"a"},7]}""", "$.tags[1]", "is not an object")]
    [InlineData("""{"tags":{"label":"a"}}""", "$.tags", "is not an array")]
    [InlineData("""[]""", "$", "is not an object")]
    [InlineData("""5""", "$", "is not an object")]
    [InlineData("""{"name":"Ada",}""", "$.name", "is not well-formed JSON")]
    [InlineData("""{"name":"Ada" """, "$.name", "is not well-formed JSON")]
    [InlineData("""{"name":"Ad""", "$.name", "is not well-formed JSON")]
    [InlineData("""{"tags":[{"label":"a"},{"label""", "$.tags[1]", "is not well-formed JSON")]
    [InlineData("""{"name":"Ada"} x""", "$", "is not well-formed JSON")]
    [InlineData("""{"name":"Ada"}{}""", "$", "is not well-formed JSON")]
    [InlineData("""{'name':"Ada"}""", "$", "is not well-formed JSON")]
    [InlineData("""/* comment */ {}""", "$", "is not well-formed JSON")]
    [InlineData("""{"name":"\ud800"}""", "$.name", "is not Unicode text")]
    [InlineData("""{"a b":{"c":[1,{]}}}""", "$['a b'].c[1]", "is not well-formed JSON")]
    [InlineData(" ", "$", "is not well-formed JSON")]
    [InlineData("nul", "$", "is not well-formed JSON")]
    [InlineData("\u00ff\u00fe", "$", "is not well-formed JSON")]
    public void Content_ThatIsWrong_IsABadRequestWithItsPlace(string content, string path, string matter)
    {
        var octets = Encoding.Latin1.GetBytes(content);
        for (var splitAt = 0; splitAt <= octets.Length; splitAt++)
        {
            _harness.Begin("POST /users", octets.Length, Json);
            _harness.Exchange.SetContent(Pieces.Of(octets, splitAt));
            Assert.Equal(ExchangeStep.Complete, _harness.Step());
            var response = _harness.Finish();
            Assert.Equal(400, response.Status);
            Assert.Equal("application/problem+json", response["Content-Type"]);
            using var problem = JsonDocument.Parse(response.Content);
            Assert.Equal("user", problem.RootElement.GetProperty("parameter").GetString());
            Assert.Equal(path, problem.RootElement.GetProperty("path").GetString());
            Assert.Contains(matter, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Type_WithPolymorphism_GoesThroughTheUsersSerializer()
    {
        const string Circle = """{"$type":"circle","radius":1.5}""";
        Assert.Equal(Circle, _harness.Send("POST /figures", Circle, Json).Content);
        var problem = _harness.Send("POST /figures", """{"$type":"circle","radius":"wide"}""", Json);
        Assert.Equal(400, problem.Status);
        Assert.Contains("\"path\":\"$.radius\"", problem.Content, StringComparison.Ordinal);
        Assert.Equal(400, _harness.Send("POST /figures", """{"$type":"square"}""", Json).Status);
        Assert.Equal(400, _harness.Send("POST /figures", "{", Json).Status);
    }

    [Fact]
    public void Content_ThatIsTooDeep_IsABadRequest()
    {
        var content = string.Concat(Enumerable.Repeat("{\"tags\":[", 40));
        Assert.Equal(400, _harness.Send("POST /users", content, Json).Status);
        var deep = $"{{\"unknown\":{new string('[', 100_000)}}}";
        Assert.Equal(400, _harness.Send("POST /users", deep, Json).Status);
    }

    [Fact]
    public void Content_WithAHugeNumberOrName_IsNotABurden()
    {
        Assert.Equal(400, _harness.Send("POST /users", $"{{\"age\":{new string('9', 1_000_000)}}}", Json).Status);
        Assert.Equal(400, _harness.Send("POST /users", $"{{\"age\":\"{new string('9', 1_000_000)}\"}}", Json).Status);
        Assert.Equal(200, _harness.Send("POST /users", $"{{\"{new string('n', 1_000_000)}\":1}}", Json).Status);
        var problem = _harness.Send("POST /users", $"{{\"{new string('n', 1_000_000)}\":x}}", Json);
        Assert.Equal(400, problem.Status);
        Assert.InRange(problem.Content.Length, 1, 2_000);
    }

    [Theory] // Seed MW-30, MW-31
    [InlineData("Content-Type: application/json", 200)]
    [InlineData("Content-Type: Application/JSON ; charset=UTF-8", 200)]
    [InlineData("Content-Type: application/json;charset=\"utf-8\"", 200)]
    [InlineData("Content-Type: application/vnd.example+json", 200)]
    [InlineData("Content-Type: application/json; charset=utf-16", 415)]
    [InlineData("Content-Type: text/json", 415)]
    [InlineData("Content-Type: text/plain", 415)]
    [InlineData("Content-Type: +json", 415)]
    [InlineData("Content-Type: application/jsonp", 415)]
    [InlineData("Content-Type:", 415)]
    [InlineData("X-None: 1", 415)]
    public void ContentType_ThatIsNotJson_IsRefusedBeforeTheContentIsRead(string field, int status)
    {
        const string Content = """{"x":1,"y":2}""";
        _harness.Begin("POST /sum", Content.Length, field);
        var step = _harness.Step();
        Assert.Equal(status == 200 ? ExchangeStep.ReadContent : ExchangeStep.Complete, step);
        if (status == 200)
        {
            _harness.Exchange.SetContent(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Content)));
            Assert.Equal(ExchangeStep.Complete, _harness.Step());
        }

        Assert.Equal(status, _harness.Finish().Status);
    }

    [Theory]
    [InlineData("GET /points/1/2", "")]
    [InlineData("GET /count", "")]
    [InlineData("POST /sum", """{"x":1,"y":2}""")]
    [InlineData("POST /sum", """{"Y":"3","X":1,"unknown":[1,2]}""")]
    public void Exchange_InSteadyState_AllocatesNothing(string request, string content)
    {
        var octets = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(content));
        _harness.Begin(request, content.Length, Json);
        _ = Allocated(octets, 3_000);

        // The least of a few runs: what the runtime allocates on this thread while it recompiles code is not ours, and does not happen each time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(octets, 1_000)));
    }

    private long Allocated(ReadOnlySequence<byte> content, int exchanges)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < exchanges; i++)
        {
            Again(content);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Again(ReadOnlySequence<byte> content)
    {
        _harness.Restart();
        if (_harness.Step() == ExchangeStep.ReadContent)
        {
            _harness.Exchange.SetContent(content);
            _ = _harness.Step();
        }
    }
}
